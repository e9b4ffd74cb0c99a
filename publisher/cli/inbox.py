"""`inbox …`: questions that came in, by line, and what becomes of them, from a shell."""

import sys
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show, tell
from publisher.domain.triage import ALARMS, Route

Line = Annotated[str, typer.Argument(help="The line's id.")]
Question = Annotated[str, typer.Argument(help="The question's id.")]
Also = Annotated[list[str] | None, typer.Option("--also", help="A member that differs or is urgent and is meant too.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Questions that came in, grouped, masked and sorted.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher inbox list doctor --as d@example.org --json")(list_lines)
    group.command("show", epilog="Example: publisher inbox show LINE --as d@example.org")(show_line)
    group.command("ask", epilog="Example: publisher inbox ask --community “Group 3” --as m@x < question.txt")(ask)
    group.command("route", epilog="Example: publisher inbox route QUESTION urgent --reason “she bleeds” --as m@x")(
        route
    )
    group.command("describe", epilog="Example: publisher inbox describe QUESTION --as m@x < words.txt")(describe)
    group.command("set-aside", epilog="Example: publisher inbox set-aside LINE --reason “no question” --as m@x")(
        set_aside
    )
    group.command("offers", epilog="Example: publisher inbox offers LINE --as d@example.org")(offers)
    group.command("use", epilog="Example: publisher inbox use LINE ENTRY --as d@example.org")(use)
    group.command("draft", epilog="Example: publisher inbox draft LINE “May I fly at 30 weeks?” --as d@x")(draft)
    group.command("open", epilog="Example: publisher inbox open QUESTION --reason “to call her” --as duty@example.org")(
        open_origin
    )
    app.add_typer(group, name="inbox")


def list_lines(
    wanted: Annotated[Route, typer.Argument(metavar="ROUTE", help="urgent, doctor, moderator or set_aside.")],
    page: Annotated[int, typer.Option(min=1)] = 1,
    email: As = None,
    as_json: Json = False,
) -> None:
    """List the lines that wait on a route, 50 to a page."""
    from publisher.services import inbox

    with refusals_told():
        for one in inbox.groups(desk(), acting(desk(), email), wanted, page=page, size=50).items:
            print_json(one) if as_json else show(f"{one.id}  {one.count}×  {' '.join(one.text.split())[:120]}")


def show_line(line: Line, email: As = None) -> None:
    """Show a line with its members, as JSON."""
    from publisher.services import inbox

    with refusals_told():
        print_json(inbox.group(desk(), acting(desk(), email), line))


def ask(
    community: Annotated[str, typer.Option("--community", help="The community's name or id.")],
    email: As = None,
    as_json: Json = False,
) -> None:
    """Send a question, on standard input, to the doctors; whoever asked for it is told of the answer.

    What reads as an emergency goes to whoever is on duty, and the way to care is told at once.
    """
    from publisher.services import asking, communities, replies

    with refusals_told():
        actor = acting(desk(), email)
        made = asking.ask(desk(), actor, sys.stdin.read(), communities.named(desk(), actor, community).id)
        print_json({"question": made.id, "route": made.route}) if as_json else show(f"Sent: {made.id}")
        if made.route in ALARMS:
            care = replies.way_to_care(desk(), made.language, made.jurisdiction)
            tell(f"It reads as an emergency ({made.route}) and was given to whoever is on duty; no answer is promised.")
            tell(f"Ambulance: {care.ambulance}. Emergency: {care.emergency}.")


def route(
    question: Question,
    wanted: Annotated[Route, typer.Argument(metavar="ROUTE", help="crisis, urgent, doctor or moderator.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    email: As = None,
) -> None:
    """Move a question to another route."""
    from publisher.services import rerouting

    with refusals_told():
        rerouting.reroute(desk(), acting(desk(), email), question, wanted, reason)
        tell("Moved.")


def describe(question: Question, email: As = None) -> None:
    """Say, on standard input, what a photo or a voice message tells; the words are masked."""
    from publisher.services import rerouting

    with refusals_told():
        rerouting.describe(desk(), acting(desk(), email), question, sys.stdin.read())
        tell("Described.")


def set_aside(
    line: Line,
    reason: Annotated[str, typer.Option(help="Why no answer is needed.")],
    also: Also = None,
    email: As = None,
) -> None:
    """Say that a line needs no answer."""
    from publisher.services import inbox

    with refusals_told():
        inbox.set_aside(desk(), acting(desk(), email), line, reason, also or ())
        tell("Set aside.")


def offers(line: Line, email: As = None) -> None:
    """List signed answers that may fit a line, with what agrees and what differs, as JSON."""
    from publisher.services import answering  # the models only where they are needed

    with refusals_told():
        for one in answering.offers(desk(), acting(desk(), email), line):
            print_json(one)


def use(
    line: Line, entry: Annotated[str, typer.Argument(help="The entry's id.")], also: Also = None, email: As = None
) -> None:
    """Say that a signed answer answers a line."""
    from publisher.services import answering  # the models only where they are needed

    with refusals_told():
        answering.use(desk(), acting(desk(), email), line, entry, also or ())
        tell("Answered.")


def draft(
    line: Line,
    general: Annotated[str, typer.Argument(help="The general question.")],
    specialty: Annotated[str | None, typer.Option(help="Of the doctor's specialties.")] = None,
    also: Also = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Begin the answer to a line as a draft of this doctor."""
    from publisher.services import answering  # the models only where they are needed

    with refusals_told():
        made = answering.draft(desk(), acting(desk(), email), line, general, specialty, also or ())
        print_json({"entry": made}) if as_json else show(f"Draft: {made}")


def open_origin(
    question: Question,
    reason: Annotated[str, typer.Option(help="Why it is opened; it goes on record.")],
    email: As = None,
) -> None:
    """Open the sealed way back to whoever asked, for whoever is on duty. Every opening is on record."""
    from publisher.services import reaching

    with refusals_told():
        print_json(reaching.open_origin(desk(), acting(desk(), email), question, reason))
