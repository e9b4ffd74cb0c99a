"""`entries conflicts`, `let-stand`, `replace`, `keep-old`: deciding about conflicts with past answers."""

from typing import Annotated, Any

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show
from publisher.services import planned_replacements, resolving
from publisher.services.desk import Actor, Desk
from publisher.services.resolving import OpenConflict

Id = Annotated[str, typer.Argument(help="The entry's id.")]


def add(group: typer.Typer) -> None:
    group.command("conflicts", epilog="Example: publisher entries conflicts ID --as doctor@example.org --json")(
        conflicts
    )
    group.command("let-stand", epilog="Example: publisher entries let-stand CONFLICT --reason … --as d@example.org")(
        let_stand
    )
    group.command("replace", epilog="Example: publisher entries replace NEW OLD --as doctor@example.org")(replace)
    group.command("keep-old", epilog="Example: publisher entries keep-old NEW OLD --as doctor@example.org")(keep_old)


def conflicts(
    email: As = None,
    entry: Annotated[str | None, typer.Argument(help="An entry's id; else all that waits for this person.")] = None,
    as_json: Json = False,
) -> None:
    """Show unresolved possible conflicts with past answers, both sentences and the ways out."""
    with refusals_told():
        at = desk()
        who = acting(at, email)
        found = _found(at, who, entry)
        if as_json:
            print_json({"conflicts": [_plain(one) for one in found]})
            return
        for one in found:
            stops = "refuses the signature" if one.refuses else "for your information"
            show(f"{one.id}  {one.kind}, {stops}\n  {one.entry_title}: {one.here}\n  {one.answer_title}: {one.there}")
        if not found:
            show("No possible conflict is open.")


def _found(at: Desk, who: Actor, entry: str | None) -> list[OpenConflict]:
    if entry is None:
        return resolving.unresolved(at, who)
    from publisher.services import conflicts as comparing  # numpy and the models only where they are needed

    resolving.of_entry(at, who, entry)  # refuses before anything is compared and kept
    comparing.find(at, entry)
    return resolving.of_entry(at, who, entry)


def _plain(one: OpenConflict) -> dict[str, Any]:
    ways = ["edit", "let-stand", "replace"] if one.own else ["edit", "reviewer"]
    return {"conflict": one.id, **{name: value for name, value in vars(one).items() if name != "id"}, "ways": ways}


def let_stand(
    conflict: Annotated[str, typer.Argument(help="The conflict's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why both sentences may stand.")],
    email: As = None,
) -> None:
    """Record that both sentences may stand: about one's own answers, or as a reviewer about a colleague's."""
    with refusals_told():
        at = desk()
        resolving.let_stand(at, acting(at, email), conflict, reason)
        show("Recorded. This pair is not shown again.")


def replace(
    entry: Id,
    old: Annotated[str, typer.Argument(help="The older answer's id.")],
    email: As = None,
) -> None:
    """Let this entry take the place of one's own older answer as soon as it may be shown."""
    with refusals_told():
        at = desk()
        resolving.replace(at, acting(at, email), entry, old)
        show("Noted. The old answer is superseded as soon as this one is signed and, where that is asked, approved.")


def keep_old(
    entry: Id,
    old: Annotated[str, typer.Argument(help="The older answer's id.")],
    email: As = None,
) -> None:
    """Take back that this entry takes the place of an older answer, while that has not happened."""
    with refusals_told():
        at = desk()
        planned_replacements.keep_old(at, acting(at, email), entry, old)
        show("The old answer stays.")
