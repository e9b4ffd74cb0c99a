"""`hand-off`, `left`, `taken-down`, `measures`: what a person does on a network, and what its numbers are."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.services import controlling, measuring, withdrawing

Id = Annotated[str, typer.Argument(help="The publication's id.")]


def register(app: typer.Typer) -> None:
    app.command("hand-off", epilog="Example: publisher hand-off ID --out package/ --as d@example.org")(hand_off)
    app.command(epilog="Example: publisher left --json")(left)
    app.command("taken-down", epilog="Example: publisher taken-down ID --as d@example.org")(taken_down)
    app.command(epilog="Example: publisher measures --by campaign --json")(measures)


def hand_off(
    publication: Id,
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.")],
    language: Annotated[str, typer.Option(help="zh, ru or en: of what to declare.")] = "en",
    email: As = None,
) -> None:
    """Write texts, pictures, declarations and a code for the phone for a publication that a person puts out."""
    from publisher.services import handing_off  # pictures and codes take a moment to import

    with refusals_told():
        found = handing_off.package(desk(), acting(desk(), email), publication)
        for name in handing_off.write(found, out, language):
            show(name)


def left(email: As = None, as_json: Json = False) -> None:
    """List what is still live of withdrawn texts and must be taken down by hand, with the links."""
    with refusals_told():
        rows = withdrawing.left_for_a_person(desk(), acting(desk(), email))
        for row in rows:
            one = row.publication
            if as_json:
                print_json({"id": one.id, "entry": one.entry, "channel": row.account_name, "url": one.url})
            else:
                show(f"{one.id}  {row.account_name}  {one.url or '—'}  {row.why}")
        if rows:
            raise typer.Exit(REFUSED)


def taken_down(publication: Id, email: As = None) -> None:
    """Say that a publication was taken down by hand."""
    with refusals_told():
        controlling.confirm_taken_down(desk(), acting(desk(), email), publication)


def measures(
    by: Annotated[str, typer.Option("--by", help="publication, entry, campaign or channel.")] = "channel",
    email: As = None,
    as_json: Json = False,
) -> None:
    """Show views, reactions, comments and shares as the networks gave them last."""
    with refusals_told():
        if by not in measuring.WAYS:
            raise Refusal(say("One of: {ways}.", ways=", ".join(measuring.WAYS)))
        for one in measuring.measured(desk(), acting(desk(), email), by):
            if as_json:
                print_json(one)
            else:
                show(f"{one.name}  " + ", ".join(f"{name} {value}" for name, value in sorted(one.numbers.items())))
