"""`recall …`: every copy of an answer that fell, until each is corrected or recorded as out of reach."""

from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show, tell
from publisher.services import recalling

Item = Annotated[str, typer.Argument(help="The id of the copy in the list.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Copies of answers that fell, each with its correction.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher recall list --as moderator@example.org --json")(list_items)
    group.command("done", epilog="Example: publisher recall done ID --as moderator@example.org")(done)
    group.command("impossible", epilog="Example: publisher recall impossible ID --reason “the group is gone” --as m@x")(
        impossible
    )
    app.add_typer(group, name="recall")


def list_items(
    entry: Annotated[str | None, typer.Option(help="Only those of this entry.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """List the copies that wait for a correction."""
    with refusals_told():
        for one in recalling.waiting(desk(), acting(desk(), email), entry):
            told = f"{one.id}  {one.cause.value}  {one.community or one.where}  {one.title}\n{one.correction}\n"
            told += f"{one.way}\n" if one.way else ""
            print_json(one) if as_json else show(told)


def done(item: Item, email: As = None) -> None:
    """Say that a copy was corrected."""
    with refusals_told():
        recalling.done(desk(), acting(desk(), email), item)
        tell("Done.")


def impossible(
    item: Item, reason: Annotated[str, typer.Option(help="Why it cannot be corrected.")], email: As = None
) -> None:
    """Say that a copy cannot be reached any more."""
    with refusals_told():
        recalling.impossible(desk(), acting(desk(), email), item, reason)
        tell("On record.")
