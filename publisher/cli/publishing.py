"""`render`, `schedule`, `publications`, `site build`, `verify`: on the way out."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show, tell
from publisher.domain.publications import LatePolicy, PublicationState
from publisher.services import campaigns, library, previews, scheduling, sites, verifying
from publisher.services.importing_entries import read_entry
from publisher.services.placing import Options


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: publisher render post.md --channel site --json")(render)
    app.command(epilog="Example: publisher schedule ID --channel site --at 2027-03-08T09:00 --as d@example.org")(
        schedule
    )
    app.command("publications", epilog="Example: publisher publications --state held --json")(list_publications)
    app.command(epilog="Example: publisher verify post.txt")(verify)
    group = typer.Typer(help="The public answers site.", no_args_is_help=True)
    group.command("build", epilog="Example: publisher site build --out public/")(site_build)
    app.add_typer(group, name="site")


def render(
    file: Annotated[Path, typer.Argument(help="Markdown with front matter.")],
    channel: Annotated[str, typer.Option("--channel", help="The kind of channel.")],
    email: As = None,
    as_json: Json = False,
) -> None:
    """Show what would leave on a kind of channel, disclaimers in place."""
    with refusals_told():
        author = acting(desk(), email).person
        rendered = previews.preview(desk(), read_entry(file).content, channel, author)
        if as_json:
            print_json(rendered)
        else:
            show("\n\n".join(part.text for part in rendered.parts))


def schedule(
    entry: Annotated[str, typer.Argument(help="The entry's id.")],
    channel: Annotated[str, typer.Option("--channel", help="The channel account's name.")],
    at: Annotated[
        str | None, typer.Option("--at", help="Wall time YYYY-MM-DDTHH:MM, or best; without it, now.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone; your own by default.")] = None,
    fold: Annotated[str | None, typer.Option(help="earlier or later, when a wall time happens twice.")] = None,
    late: Annotated[LatePolicy, typer.Option(help="After an outage: send, ask or drop.")] = LatePolicy.ASK,
    campaign: Annotated[str | None, typer.Option("--campaign", help="The campaign it belongs to.")] = None,
    again: Annotated[bool, typer.Option("--again", help="The same words on that day are meant.")] = False,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Put the signed revision of an entry on a channel account at a time."""
    with refusals_told():
        options = Options(again=again, late=late, campaign=campaigns.named(desk(), campaign) if campaign else None)
        made = scheduling.schedule(desk(), acting(desk(), email), entry, channel, at, zone, fold, options)
        if as_json:
            print_json(
                {
                    "id": made.id,
                    "entry": made.entry,
                    "revision": made.revision,
                    "channel": channel,
                    "due_at": made.due_at,
                    "state": made.state,
                }
            )
        else:
            show(f"{made.id}  {made.local_due} ({made.zone})")


def list_publications(
    state: Annotated[PublicationState | None, typer.Option(help="Only this state.")] = None,
    entry: Annotated[str | None, typer.Option(help="Only of this entry.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Only of this campaign.")] = None,
    as_json: Json = False,
) -> None:
    """List publications by due time; with --json one object per line."""
    with refusals_told():
        number, chosen = 1, campaigns.named(desk(), campaign) if campaign else None
        while True:
            found = library.publications(
                desk(), acting(desk(), None), state=state, entry=entry, campaign=chosen, page=number, size=200
            )
            for row in found.items:
                one = row.publication
                if as_json:
                    print_json(
                        {
                            "id": one.id,
                            "entry": one.entry,
                            "revision": one.revision,
                            "channel": row.account_name,
                            "due_at": one.due_at,
                            "state": one.state,
                            "attempts": one.attempt,
                            "remote_id": one.remote_id,
                            "url": one.url,
                            "reason": one.reason,
                        }
                    )
                else:
                    show(f"{one.id}  {one.local_due}  {row.account_name}  {one.state.value:12} {row.why}")
            if len(found.items) < found.size:
                return
            number += 1


def verify(
    file: Annotated[str, typer.Argument(help="A file, or - for standard input.")], as_json: Json = False
) -> None:
    """Is this text, unchanged, something a doctor here signed, and does it still stand?"""
    with refusals_told():
        result = verifying.verify(desk(), verifying.read(file))
        if as_json:
            print_json(result)
        else:
            (show if result.stands else tell)(result.says)
        if not result.stands:
            raise typer.Exit(REFUSED)


def site_build(out: Annotated[Path, typer.Option("--out", help="The folder to write.")], as_json: Json = False) -> None:
    """Write the whole public answers site into a folder; only what changed is written."""
    with refusals_told():
        changed = sites.build(desk(), out)
        if as_json:
            print_json({"out": str(out), "changed": changed})
        else:
            show(f"{changed} files changed in {out}")
