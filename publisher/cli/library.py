"""`import answers|questions|entries|people FILE`: what exists elsewhere comes in."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, progress_line, refusals_told, show, tell
from publisher.services.feeding import read_feed
from publisher.services.importing import ImportResult
from publisher.services.importing_answers import import_answers
from publisher.services.importing_entries import import_entries
from publisher.services.importing_people import import_people
from publisher.services.importing_questions import import_questions

File = Annotated[Path, typer.Argument(help="A .jsonl or .csv file (entries: also .md or a folder of them).")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Bring answers, questions, entries and people in.", no_args_is_help=True)
    group.command("answers", epilog="Example: publisher import answers old_answers.jsonl")(answers)
    group.command("questions", epilog="Example: publisher import questions inbox.csv --json")(questions)
    group.command("entries", epilog="Example: publisher import entries post.md --as doctor@example.org")(entries)
    group.command("feed", epilog="Example: publisher import feed https://example.org/comments/feed")(feed)
    group.command("people", epilog="Example: publisher import people staff.jsonl")(people)
    app.add_typer(group, name="import")


def answers(file: File, email: As = None, as_json: Json = False) -> None:
    """Import answers given elsewhere. They stay unsigned until a doctor here signs them."""
    with refusals_told():
        _finish(import_answers(desk(), acting(desk(), email), file, progress_line("answers")), file, as_json)


def questions(
    file: Annotated[Path, typer.Argument(help="A .jsonl or .csv file, an export or a pasted chat.")],
    email: As = None,
    as_json: Json = False,
    form: Annotated[
        str | None, typer.Option("--format", help="records, vk, telegram, wechat or mbox; told from the name else.")
    ] = None,
) -> None:
    """Import questions; personal data is masked before anything is stored."""
    with refusals_told():
        progress = progress_line("questions")
        _finish(import_questions(desk(), acting(desk(), email), file, progress, form=form), file, as_json)


def feed(
    url: Annotated[str, typer.Argument(help="The address of an RSS or Atom feed of comments.")],
    email: As = None,
    as_json: Json = False,
) -> None:
    """Import comments from a feed; what did not change is not fetched again."""
    with refusals_told():
        _finish(read_feed(desk(), acting(desk(), email), url), Path(url), as_json)


def entries(file: File, email: As = None, as_json: Json = False) -> None:
    """Import drafts: Markdown with front matter, or .jsonl."""
    with refusals_told():
        _finish(
            import_entries(desk(), acting(desk(), email), file, progress_line("entries")),
            file,
            as_json,
        )


def people(file: File, as_json: Json = False) -> None:
    """Import people with their roles and licences."""
    with refusals_told():
        _finish(import_people(desk(), acting(desk(), None), file, progress_line("people")), file, as_json)


def _finish(result: ImportResult, file: Path, as_json: bool) -> None:
    if as_json:
        print_json(result)
    else:
        counts = f"{result.created} new, {result.updated} changed, {result.unchanged} as before"
        show(f"{counts}, {len(result.rejected)} rejected.")
        if result.closed:
            show(f"{result.closed} with a closed account, left closed; an invitation opens it again.")
        for reject in result.rejected[:20]:
            tell(f"{file}:{reject['line']}: {reject['reason']}")
        if len(result.rejected) > 20:
            tell(f"… and {len(result.rejected) - 20} more; --json lists all.")
    if result.rejected:
        raise typer.Exit(REFUSED)
