"""`entries …`: drafts, revisions, findings, signatures, approval, withdrawal."""

from pathlib import Path
from typing import Annotated, Any

import typer

from publisher.cli import resolving
from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show
from publisher.domain.entries import EntryStatus
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language
from publisher.services import checking, drafting, library, reports, signing, withdrawing
from publisher.services.importing_entries import read_entry
from publisher.services.views import EntryView

Id = Annotated[str, typer.Argument(help="The entry's id.")]
File = Annotated[Path, typer.Argument(help="Markdown with front matter (kind title language jurisdiction sources).")]
Out = Annotated[Path | None, typer.Option("--out", help="A file ending in .pdf or .md.")]
Reason = Annotated[str, typer.Option("--reason", help="One sentence.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Drafts, revisions, signatures.", no_args_is_help=True)
    group.command("add", epilog="Example: publisher entries add post.md --as doctor@example.org --json")(add)
    group.command("edit", epilog="Example: publisher entries edit ID post.md --as doctor@example.org")(edit)
    group.command("show", epilog="Example: publisher entries show ID --json")(show_entry)
    group.command("list", epilog="Example: publisher entries list --status live --json")(list_entries)
    group.command("sign", epilog="Example: publisher entries sign ID --as doctor@example.org")(sign)
    group.command(
        "accept", epilog="Example: publisher entries accept ID --finding INT-COI-01 --reason … --as r@example.org"
    )(accept)
    group.command("return", epilog="Example: publisher entries return ID --reason … --as reviewer@example.org")(
        give_back
    )
    group.command("approve", epilog="Example: publisher entries approve ID --as reviewer@example.org")(approve)
    group.command("withdraw", epilog="Example: publisher entries withdraw ID --reason … --as doctor@example.org")(
        withdraw
    )
    group.command("report", epilog="Example: publisher entries report ID --out report.pdf")(report)
    resolving.add(group)
    app.add_typer(group, name="entries")


def _say(entry: EntryView, as_json: bool) -> None:
    revision = entry.revision.id if entry.revision else None
    if as_json:
        print_json({"entry": entry.id, "revision": revision, "status": entry.status})
    else:
        show(f"{entry.id}  {entry.status.value}  revision {entry.revision.number if entry.revision else '—'}")


def add(file: File, email: As = None, as_json: Json = False) -> None:
    """Add a draft."""
    with refusals_told():
        found = read_entry(file)
        facts = {"translation_key": found.translation_key} if found.translation_key else {}
        _say(drafting.add_entry(desk(), acting(desk(), email), found.content, **facts), as_json)


def edit(entry: Id, file: File, email: As = None, as_json: Json = False) -> None:
    """Replace an entry's words; makes a new revision, unsigned."""
    with refusals_told():
        _say(drafting.edit_entry(desk(), acting(desk(), email), entry, read_entry(file).content), as_json)


def show_entry(entry: Id, as_json: Json = False) -> None:
    """Show an entry with its findings, signature and publications."""
    with refusals_told():
        found = library.entry(desk(), acting(desk(), None), entry)
        if as_json:
            print_json(_whole(found))
            return
        words = found.working.content if found.working else None
        show(f"{found.id}  {found.status.value}\n{words.title if words else ''}\n\n{words.body if words else ''}\n")
        for finding in found.report.findings if found.report else ():
            show(f"{finding.level.value:6} {finding.rule}: {finding.message_in('en')} ({finding.source.article})")
        for row in found.publications:
            show(f"{row.account_name}: {row.why}")


def _whole(found: EntryView) -> dict[str, Any]:
    content = found.working.content if found.working else None
    return {
        "entry": found.id,
        "status": found.status,
        "author": found.author.email if found.author else None,
        "revision": found.revision.id if found.revision else None,
        "number": found.revision.number if found.revision else None,
        "digest": found.revision.digest if found.revision else None,
        "content": content,
        "report": {"verdict": found.report.verdict, "digest": found.report_digest, "findings": found.report.findings}
        if found.report
        else None,
        "to_accept": found.to_accept,
        "accepted": [
            {"rule": rule, "by": item.person.email if item.person else None, "reason": item.reason}
            for rule, item in found.accepted.items()
        ],
        "returned": found.returned_reason,
        "signature": found.signature,
        "approved_by": found.approver.email if found.approver else None,
        "publications": [row.publication for row in found.publications],
    }


def list_entries(
    as_json: Json = False,
    status: Annotated[EntryStatus | None, typer.Option(help="Only this status.")] = None,
    language: Annotated[Language | None, typer.Option(help="Only this language.")] = None,
    words: Annotated[str, typer.Option(help="Only with these words.")] = "",
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=200)] = 50,
) -> None:
    """List entries, newest change first."""
    with refusals_told():
        found = library.entries(
            desk(), acting(desk(), None), status=status, language=language, words=words, page=page, size=size
        )
        if as_json:
            rows = [
                {"entry" if name == "id" else name: value for name, value in vars(row).items()} for row in found.items
            ]
            print_json({"entries": rows, "total": found.total, "capped": found.capped, "page": found.page})
            return
        for row in found.items:
            show(f"{row.id}  {row.language}  {row.status.value:16} {row.title[:70]}")


def sign(entry: Id, email: As = None, as_json: Json = False) -> None:
    """Sign the newest revision. Refuses with every reason at once."""
    with refusals_told():
        _say(signing.sign(desk(), acting(desk(), email), entry), as_json)


def accept(
    entry: Id,
    finding: Annotated[str, typer.Option("--finding", help="The rule's id.")],
    reason: Reason,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Let one finding stand, as a reviewer, with a reason."""
    with refusals_told():
        _say(checking.accept_finding(desk(), acting(desk(), email), entry, finding, reason), as_json)


def give_back(entry: Id, reason: Reason, email: As = None, as_json: Json = False) -> None:
    """Return a draft to its author, as a reviewer."""
    with refusals_told():
        _say(checking.return_entry(desk(), acting(desk(), email), entry, reason), as_json)


def approve(entry: Id, email: As = None, as_json: Json = False) -> None:
    """Approve what another person signed."""
    with refusals_told():
        _say(signing.approve(desk(), acting(desk(), email), entry), as_json)


def withdraw(entry: Id, reason: Reason, email: As = None, as_json: Json = False) -> None:
    """Take an entry back for good, everywhere."""
    with refusals_told():
        _say(withdrawing.withdraw(desk(), acting(desk(), email), entry, reason), as_json)


def report(entry: Id, out: Out = None) -> None:
    """The check report of an entry, for an inspector: printed as Markdown, or written as Markdown or PDF."""
    with refusals_told():
        if out is None:
            show(reports.as_markdown(desk(), acting(desk(), None), entry))
            return
        as_pdf = out.suffix.lower() == ".pdf"
        made = (
            reports.as_pdf(desk(), acting(desk(), None), entry)
            if as_pdf
            else reports.as_markdown(desk(), acting(desk(), None), entry).encode()
        )
        try:
            out.write_bytes(made)
        except OSError as error:
            raise ConfigurationError(f"{out}: cannot be written: {error.strerror}") from None
