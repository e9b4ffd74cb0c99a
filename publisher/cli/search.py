"""`search`, `compare`, `duplicates` and `index`: what was said before, found, matched and compared."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from publisher.cli.acting import Json, desk
from publisher.cli.lines import BadLine, each_line
from publisher.cli.output import print_json, progress_line, refusals_told, show
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language
from publisher.intake.files import read_markdown

if TYPE_CHECKING:
    from publisher.services.retrieval import Found, SearchResult


_LONGEST_QUERY = 20_000
BatchFile = Annotated[Path | None, typer.Option("--batch", help="JSON Lines from a file, or - for standard input.")]


def register(app: typer.Typer) -> None:
    app.command("search", epilog="Example: publisher search “can I take ibuprofen while breastfeeding” --json")(search)
    app.command("compare", epilog="Example: publisher compare draft.md --json")(compare)
    app.command("duplicates", epilog="Example: publisher duplicates --batch pairs.jsonl --json")(duplicates)
    group = typer.Typer(help="The search index: always made again from the database.", no_args_is_help=True)
    group.command("rebuild", epilog="Example: publisher index rebuild")(rebuild)
    group.command("complete", epilog="Example: publisher index complete")(complete)
    group.command("check", epilog="Example: publisher index check --json")(check)
    app.add_typer(group, name="index")


def search(
    query: Annotated[str | None, typer.Argument(help="A question in Chinese, Russian or English.")] = None,
    language: Annotated[Language | None, typer.Option(help="zh, ru or en; else told from the letters.")] = None,
    across: Annotated[bool, typer.Option("--across-languages", help="Find answers in every language.")] = False,
    stage: Annotated[str | None, typer.Option(help="Only answers for readers at this stage.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 10,
    batch: BatchFile = None,
    as_json: Json = False,
) -> None:
    """Find what was answered to this or a like question. Withdrawn and expired answers are never found."""
    from publisher.services import indexing, retrieval  # numpy and the models only where they are needed
    from publisher.services.stages import require_stages

    with refusals_told():
        require_stages([stage] if stage is not None else [])
        at = desk()
        if batch is not None:
            indexing.catch_up(at, seconds=_seconds_for_a_batch(), progress=_progress())

            def found(line: dict[str, Any]) -> dict[str, Any]:
                result = retrieval.search(
                    at,
                    _text(line, "query"),
                    language=_language(line, str(language) if language else None, needed=False),
                    across=across or bool(line.get("across_languages")),
                    stage=stage,
                    limit=limit,
                    follow=False,
                )
                hits = [{"external_id": one.external_id or one.answer, "score": one.score} for one in result.results]
                return {"results": hits, "abstained": result.abstained}

            raise typer.Exit(each_line(batch, found))
        if not query or not query.strip():
            raise ConfigurationError("write the question: publisher search “…”, or use --batch FILE.")
        if len(query) > _LONGEST_QUERY:
            raise ConfigurationError(f"a question has at most {_LONGEST_QUERY:,} characters.")
        indexing.catch_up(at, seconds=10, progress=_progress())
        result = retrieval.search(at, query, language=language, across=across, stage=stage, limit=limit)
        _print_found(result) if as_json else _tell_found(result)


def compare(
    file: Annotated[Path | None, typer.Argument(help="A draft: a text in UTF-8, with or without front matter.")] = None,
    language: Annotated[Language | None, typer.Option(help="zh, ru or en; else told from the letters.")] = None,
    question: Annotated[str | None, typer.Option(help="The question the draft answers.")] = None,
    batch: BatchFile = None,
    as_json: Json = False,
) -> None:
    """Show sentences that may contradict each other: of two texts, or of a draft and the library."""
    from publisher.services import comparable, conflicts, indexing, retrieval  # numpy only where it is needed

    with refusals_told():
        if batch is not None:

            def compared(line: dict[str, Any]) -> dict[str, Any]:
                found = conflicts.compare(_text(line, "a"), _text(line, "b"), _language(line) or "en")
                return {"conflict": bool(found), "findings": [conflicts.finding(one) for one in found]}

            raise typer.Exit(each_line(batch, compared))
        if file is None:
            raise ConfigurationError("name a draft, or use --batch FILE.")
        text, head = _document(file)
        at, asked = desk(), question or head.get("question")
        spoken = _known(language or head.get("language") or retrieval.language_of(text), file)
        indexing.catch_up(at, seconds=10, progress=_progress())
        held, texts = comparable.held(at, spoken)
        found = conflicts.conflicts_of_draft(at, text, spoken, question=str(asked) if asked else None)
        findings = [
            conflicts.finding(one.found) | {"answer": one.answer.answer, "external_id": one.answer.external_id}
            for one in found
        ]
        if as_json:
            print_json({"conflict": bool(found), "findings": findings, "lacking": texts - held})
        for one in [] if as_json else findings:
            show(f"{one['explanation']}\n  here:   {one['a']['text']}\n  answer {one['answer']}: {one['b']['text']}\n")
        if not found and not as_json:
            show("No conflict was found with the nearest answers.")
        if held < texts and not as_json:
            show(f"The search index holds {held} of {texts} texts; run `publisher index complete` and compare again.")


def duplicates(batch: BatchFile = None, as_json: Json = False) -> None:
    """Say of pairs of questions whether they are the same one: related is not same."""
    from publisher.services import conflicts  # numpy and the models only where they are needed

    with refusals_told():
        if batch is None:
            raise ConfigurationError("name the pairs: publisher duplicates --batch FILE.")

        def matched(line: dict[str, Any]) -> dict[str, Any]:
            decision = conflicts.duplicates(_text(line, "a"), _text(line, "b"), _language(line) or "en")
            return {
                "score": decision.score,
                "same": decision.same,
                "differs": list(decision.differs),
                "agrees": list(decision.agrees),
            }

        raise typer.Exit(each_line(batch, matched))


def rebuild(as_json: Json = False) -> None:
    """Make the index again from the database. A killed run goes on with `publisher index complete`."""
    from publisher.services import indexing  # numpy and the models only where they are needed

    with refusals_told():
        _done(indexing.rebuild(desk(), _progress()), as_json)


def complete(as_json: Json = False) -> None:
    """Add what the index still lacks, the precise vectors included."""
    from publisher.services import indexing  # numpy and the models only where they are needed

    with refusals_told():
        _done(indexing.complete(desk(), _progress()), as_json)


def check(as_json: Json = False) -> None:
    """Compare the index with the database and mend what differs."""
    from publisher.services import indexing  # numpy and the models only where they are needed

    with refusals_told():
        found = indexing.check(desk())
        if as_json:
            print_json(found)
        else:
            mended = f"{found.missing} were missing, {found.changed} had changed, {found.surplus} were too many"
            show(f"{found.texts} texts; {mended}; all mended.")


def _done(texts: int, as_json: bool) -> None:
    print_json({"texts": texts}) if as_json else show(f"The index holds {texts} texts.")


def _progress() -> Callable[[str, int, int], None]:
    lines: dict[str, Callable[[int, int], None]] = {}

    def said(what: str, done: int, total: int) -> None:
        lines.setdefault(what, progress_line(f"index, {what}"))(done, total)

    return said


def _seconds_for_a_batch() -> float:
    """A batch deserves precise vectors; a large new library is completed by `index complete` or the worker."""
    return 90.0


def _print_found(result: "SearchResult") -> None:
    print_json(
        {"query": result.query, "results": [_plain(one) for one in result.results], "abstained": result.abstained}
    )


def _plain(one: "Found") -> dict[str, Any]:
    hidden = ("close", "author")
    return {name: value for name, value in vars(one).items() if name not in hidden}


def _tell_found(result: "SearchResult") -> None:
    if result.abstained:
        show("Nothing was said before that answers this." + (" The nearest:" if result.results else ""))
    for one in result.results:
        signed = f"signed by {one.signed_by}" if one.signed_by else "imported, not signed here"
        show(f"\n{one.score:.2f}  {one.question}\n  {one.answer} · {one.status} · {signed}")
        show(f"  {' '.join(one.text.split())[:240]}")


def _document(file: Path) -> tuple[str, dict[str, Any]]:
    """The text and its front matter, in whose place stand blanks, so that a finding points into the file."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}.", file=str(file)) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"the file is not UTF-8 (byte {error.start}).", file=str(file)) from None
    if not text.startswith("---\n"):
        return text, {}
    head, _body = read_markdown(file)
    begins = text.index("\n---", 3) + 4
    return "".join(sign if sign == "\n" else " " for sign in text[:begins]) + text[begins:], head


def _known(language: object, file: Path) -> str:
    if language not in {one.value for one in Language}:
        raise ConfigurationError(f"the language “{language}” is none of zh, ru, en.", file=str(file))
    return Language(language).value


def _text(line: dict[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str):
        raise BadLine(f"{name} is missing or is not text")
    if name == "query" and len(value) > _LONGEST_QUERY:
        raise BadLine(f"{name} is longer than {_LONGEST_QUERY:,} characters")
    return value


def _language(line: dict[str, Any], default: str | None = None, *, needed: bool = True) -> str | None:
    from publisher.services import retrieval  # numpy and the models only where they are needed

    value = line.get("language") or default
    if value is None:
        return retrieval.language_of(str(line.get("a", ""))) if needed else None
    if not isinstance(value, str) or value not in {one.value for one in Language}:
        raise BadLine(f"language is “{value}”; it must be zh, ru or en")
    return str(value)
