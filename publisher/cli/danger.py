"""`danger …` and `duty …`: somebody in danger, and who is called, from a shell."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show, tell
from publisher.domain.crises import Outcome
from publisher.domain.errors import ConfigurationError
from publisher.services import crisis, people
from publisher.services import duty as roster

Case = Annotated[str, typer.Argument(help="The case's id.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="People in danger: cases, and who takes them.", no_args_is_help=True)
    group.command("report", epilog="Example: publisher danger report --as m@example.org < message.txt")(report)
    group.command("list", epilog="Example: publisher danger list --as duty@example.org --json")(list_cases)
    group.command("take", epilog="Example: publisher danger take ID --as duty@example.org")(take)
    group.command("hand-over", epilog="Example: publisher danger hand-over ID b@example.org --as a@example.org")(
        hand_over
    )
    group.command("close", epilog="Example: publisher danger close ID reached --as duty@example.org")(close)
    group.command("open", epilog="Example: publisher danger open MESSAGE --reason “to call her” --as duty@example.org")(
        open_origin
    )
    app.add_typer(group, name="danger")
    group = typer.Typer(help="Who is called when somebody is in danger.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher duty list --as a@example.org")(list_duties)
    group.command(
        "add", epilog="Example: publisher duty add d@example.org 2026-12-01T20:00+01:00 2026-12-02T08:00+01:00 --as a@x"
    )(add)
    group.command("end", epilog="Example: publisher duty end ID --as a@example.org")(end)
    app.add_typer(group, name="duty")


def report(
    community: Annotated[str, typer.Option(help="Where it was written.")] = "",
    link: Annotated[str, typer.Option(help="The address of the message.")] = "",
    email: As = None,
    as_json: Json = False,
) -> None:
    """Hand in one message that worries you, on standard input: whoever is on duty is called."""
    with refusals_told():
        case = crisis.report_danger(desk(), acting(desk(), email), sys.stdin.read(), community=community, link=link)
        print_json({"case": case}) if as_json else show(f"Case {case} is open; whoever is on duty is called.")


def list_cases(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed.")] = False,
    page: Annotated[int, typer.Option(min=1)] = 1,
    email: As = None,
    as_json: Json = False,
) -> None:
    """List the cases that this person may see, 100 to a page; those she holds are on the first."""
    with refusals_told():
        found = crisis.listed(desk(), acting(desk(), email), closed=closed, page=page)
        for one in found.items:
            case = one.case
            told = f"{case.id}  {case.state.value}  {case.community or ''}"
            print_json(one) if as_json else show(told)
        if page * found.size < found.total:
            tell(f"There are {found.total} cases; go on with --page {page + 1}.")


def take(case: Case, email: As = None) -> None:
    """Take a case: from now on this person looks after it."""
    with refusals_told():
        crisis.take(desk(), acting(desk(), email), case)
        tell("Taken.")


def hand_over(
    case: Case,
    to: Annotated[str, typer.Argument(help="The e-mail of whoever takes it on; she is called.")],
    email: As = None,
) -> None:
    """Hand a case over to somebody else."""
    with refusals_told():
        receiver = people.person_by_email(desk(), to)
        crisis.hand_over(desk(), acting(desk(), email), case, receiver.id)
        tell(f"{receiver.name} is called.")


def close(case: Case, outcome: Annotated[Outcome, typer.Argument(help="How it ended.")], email: As = None) -> None:
    """Close a case."""
    with refusals_told():
        crisis.close(desk(), acting(desk(), email), case, outcome)
        tell("Closed.")


def open_origin(
    message: Annotated[str, typer.Argument(help="The message's id.")],
    reason: Annotated[str, typer.Option(help="Why it is opened; it goes on record.")],
    email: As = None,
) -> None:
    """Open the sealed way back to whoever wrote a message. Every opening is on record."""
    with refusals_told():
        print_json(crisis.open_origin(desk(), acting(desk(), email), message, reason))


def list_duties(email: As = None, as_json: Json = False) -> None:
    """List running and coming duties."""
    with refusals_told():
        for one in roster.duties(desk(), acting(desk(), email)):
            told = f"{one.id}  {one.starts_at.isoformat()}  {one.ends_at.isoformat()}  {one.place}  {one.name}"
            print_json(one) if as_json else show(told)


def add(
    person: Annotated[str, typer.Argument(help="The e-mail of whoever is on duty.")],
    starts: Annotated[str, typer.Argument(help="From when on, with its time zone.")],
    ends: Annotated[str, typer.Argument(help="Until when, with its time zone.")],
    place: Annotated[int, typer.Option(min=1, help="1 is called first.")] = 1,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Put somebody on duty."""
    with refusals_told():
        who = people.person_by_email(desk(), person)
        made = roster.add_duty(desk(), acting(desk(), email), who.id, _moment(starts), _moment(ends), place)
        print_json({"duty": made}) if as_json else show(f"{who.name} is on duty: {made}")


def end(duty: Annotated[str, typer.Argument(help="The duty's id.")], email: As = None) -> None:
    """End a duty now."""
    with refusals_told():
        roster.end_duty(desk(), acting(desk(), email), duty)
        tell("Ended.")


def _moment(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ConfigurationError(f"“{said}” is no time with its zone; write 2026-12-01T20:00+01:00.")
    return found
