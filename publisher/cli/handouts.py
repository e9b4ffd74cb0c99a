"""`handouts …`, `communities …`, `stages …`: what the moderators' desk does, from a shell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show, tell
from publisher.domain.errors import ConfigurationError
from publisher.domain.handouts import Form
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities as places
from publisher.services import people
from publisher.services.communities import Described

Named = Annotated[str, typer.Argument(help="The community's name or id.")]
Group = Annotated[str, typer.Option("--community", help="The community's name or id.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Signed answers handed out to communities.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher handouts list --as moderator@example.org --json")(list_handouts)
    group.command("record", epilog="Example: publisher handouts record ID --community “Group 3” --as m@example.org")(
        record
    )
    app.add_typer(group, name="handouts")
    group = typer.Typer(help="Stages of readers, and the pack a newcomer at one gets.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher stages list")(list_stages)
    group.command("put", epilog="Example: publisher stages put ID --stage newborn --community G --as m@example.org")(
        put
    )
    group.command(
        "pack",
        epilog="Example: publisher stages pack --stage weeks-0-20 --community G --format pdf --out p.pdf --as m@x",
    )(pack)
    app.add_typer(group, name="stages")
    group = typer.Typer(help="Communities of patients and who works in them.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher communities list --json")(list_communities)
    group.command("add", epilog="Example: publisher communities add “Group 4” --language zh --like “Group 3”")(add)
    group.command("moderators", epilog="Example: publisher communities moderators “Group 4” m@example.org")(moderators)
    group.command("close", epilog="Example: publisher communities close “Group 4”")(close)
    group.command("reopen", epilog="Example: publisher communities reopen “Group 4”")(reopen)
    app.add_typer(group, name="communities")


def list_handouts(
    entry: Annotated[str | None, typer.Option(help="Only those of this entry.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """List who handed out what, where and when: one's own, or all for who keeps communities."""
    from publisher.services import handing_out  # pictures and packs only where they are needed

    with refusals_told():
        for row in handing_out.listed(desk(), acting(desk(), email), entry=entry, limit=500):
            told = f"{row.at.isoformat(timespec='minutes')}  {row.community}  {row.form}  {row.title}  ({row.person})"
            print_json(row) if as_json else show(told)


def record(
    entry: Annotated[str, typer.Argument(help="The entry's id.")],
    community: Annotated[list[str], typer.Option("--community", help="A community; several for one copy.")],
    form: Annotated[Form, typer.Option("--format", help="text, card or link.")] = Form.TEXT,
    out: Annotated[Path | None, typer.Option(help="Where the picture of a card goes.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Hand a signed answer out: recorded first, then printed word for word."""
    from publisher.services import handing_out  # pictures and packs only where they are needed

    with refusals_told():
        actor = acting(desk(), email)
        wanted = [places.named(desk(), actor, one).id for one in community]
        _require_file(form, out)
        copied = handing_out.hand_out(desk(), actor, entry, form, wanted)
        if as_json:
            print_json({"copy": copied.copy, "text": copied.text, "file": _written(out, copied.picture)})
        else:
            show(copied.text)
            _written(out, copied.picture)


def list_stages(as_json: Json = False) -> None:
    """List the stages with the days they hold."""
    from publisher.services.stages import stages  # the file is read only where it is needed

    with refusals_told():
        for one in stages().stages:
            until = "on" if one.until_day is None else str(one.until_day - 1)
            print_json(one) if as_json else show(f"{one.id}  {one.clock}: days {one.from_day} to {until}")


def put(
    entry: Annotated[str, typer.Argument(help="The entry's id.")],
    stage: Annotated[str, typer.Option("--stage", help="The stage's id.")],
    community: Group,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Add a signed answer to the end of a community's list for a stage."""
    from publisher.services import newcomers  # pictures and packs only where they are needed

    with refusals_told():
        actor = acting(desk(), email)
        made = newcomers.put(desk(), actor, places.named(desk(), actor, community).id, stage, entry)
        if as_json:
            print_json({"stage": stage, "entries": [line.entry for line in made.lines]})
        else:
            show(f"{made.title}: {len(made.lines)} in the list, {len(made.standing)} of them stand.")


def pack(
    stage: Annotated[str, typer.Option("--stage", help="A stage's id, or a time such as pregnancy:19w6d.")],
    community: Group,
    form: Annotated[str, typer.Option("--format", help="text, pdf, page or card.")] = "text",
    out: Annotated[Path | None, typer.Option(help="Where a PDF or a picture goes.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Hand a newcomer's pack out: only what stands at this second."""
    from publisher.services import newcomers  # pictures and packs only where they are needed

    with refusals_told():
        if form not in ("text", "pdf", "page", "card"):
            raise ConfigurationError(f"--format is “{form}”; use text, pdf, page or card.")
        actor, wanted = acting(desk(), email), Form(form)
        _require_file(wanted, out)
        clock, colon, said = stage.partition(":")
        stage_id = newcomers.stage_for(clock, said).id if colon else stage
        place = places.named(desk(), actor, community)
        taken = newcomers.take(desk(), actor, place.id, stage_id, wanted)
        file = _written(out, taken.file or taken.copied.picture)
        if as_json:
            print_json({"copy": taken.copied.copy, "stage": stage_id, "text": taken.copied.text, "file": file})
        elif file is None:
            show(taken.copied.text)


def _require_file(form: Form, out: Path | None) -> None:
    if form in (Form.CARD, Form.PDF) and out is None:
        raise ConfigurationError(f"--format {form} needs --out FILE.")


def _written(out: Path | None, content: bytes | None) -> str | None:
    if out is None or content is None:
        return None
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"cannot be written: {error.strerror}.", file=str(out)) from None
    tell(f"Written: {out}")
    sys.stderr.flush()
    return str(out)


def list_communities(email: As = None, as_json: Json = False) -> None:
    """List communities with their language, law, how full they are and whether they have live intake."""
    from publisher.services import listening  # the inbox only where it is needed

    with refusals_told():
        ears = listening.ears(desk())
        for one in places.mine(desk(), acting(desk(), email)):
            counted = f"{one.members if one.members is not None else '?'} of {one.capacity or '?'} ({one.room})"
            intake = str(listening.told_of(one, ears))
            told = f"{one.name}  {one.language}  {one.jurisdiction}  {counted}  {intake}"
            print_json({**vars(one), "room": one.room, "live_intake": intake}) if as_json else show(told)


def add(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    language: Annotated[Language, typer.Option(help="zh, ru or en.")],
    jurisdiction: Annotated[
        Jurisdiction | None, typer.Option(help="Whose law holds; by its language otherwise.")
    ] = None,
    hint: Annotated[str | None, typer.Option(help="Where it is, in people's words.")] = None,
    stage: Annotated[list[str] | None, typer.Option("--stage", help="A stage its readers are at.")] = None,
    capacity: Annotated[int | None, typer.Option(help="How many it takes.")] = None,
    members: Annotated[int | None, typer.Option(help="How many are in now.")] = None,
    like: Annotated[str | None, typer.Option(help="Begin with the packs of this community.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Open a community."""
    with refusals_told():
        actor = acting(desk(), email)
        said = Described(name, language, jurisdiction, hint, tuple(stage or ()), capacity, members)
        model = places.named(desk(), actor, like).id if like else None
        made = places.add(desk(), actor, said, like=model)
        print_json({**vars(made), "room": made.room}) if as_json else show(f"“{made.name}” is open: {made.id}")


def moderators(
    community: Named,
    who: Annotated[list[str], typer.Argument(help="E-mails of everybody who works there from now on.")],
    email: As = None,
    as_json: Json = False,
) -> None:
    """Say who works in a community."""
    with refusals_told():
        actor = acting(desk(), email)
        wanted = [people.person_by_email(desk(), one).id for one in who]
        set_now = places.set_moderators(desk(), actor, places.named(desk(), actor, community).id, wanted)
        said = [one.email for one in set_now]
        print_json({"community": community, "moderators": said}) if as_json else show(", ".join(said))


def close(community: Named, email: As = None) -> None:
    """Close a community: nobody hands out there any more; what was handed out is still called back."""
    with refusals_told():
        actor = acting(desk(), email)
        places.close(desk(), actor, places.named(desk(), actor, community).id)
        tell("Closed.")


def reopen(community: Named, email: As = None) -> None:
    """Open a closed community again, with its people and lists as they were."""
    with refusals_told():
        tell(f"“{places.reopen(desk(), acting(desk(), email), community).name}” is open again.")
