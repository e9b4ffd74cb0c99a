"""`series …` and `replace`: what is published again and again, and a corrected text put in every old one's place."""

from datetime import date
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import print_json, refusals_told, show, tell
from publisher.domain.publications import LatePolicy
from publisher.domain.recurrence import Every, Rule
from publisher.services import campaigns, recurring, replacing

Entry = Annotated[str, typer.Argument(help="The entry's id.")]


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: publisher replace ID --as d@example.org")(replace)
    group = typer.Typer(help="What is published again and again.", no_args_is_help=True)
    group.command("start", epilog="Example: publisher series start ID --channel site --every week --at 09:00")(start)
    group.command("list", epilog="Example: publisher series list --json")(list_series)
    group.command("end", epilog="Example: publisher series end ID --as d@example.org")(end)
    app.add_typer(group, name="series")


def replace(entry: Entry, email: As = None, as_json: Json = False) -> None:
    """Put the newest signed version of an entry in the place of every older one that is live or waits."""
    with refusals_told():
        result = replacing.replace_everywhere(desk(), acting(desk(), email), entry)
        if as_json:
            print_json({"made": [one.id for one in result.made], "by_hand": result.by_hand})
            return
        show(f"{len(result.made)} under way")
        for account, url in result.by_hand:
            tell(f"Only a person can take the old post down: {account} {url or ''}")


def start(
    entry: Entry,
    channel: Annotated[str, typer.Option("--channel", help="The channel account's name.")],
    every: Annotated[Every, typer.Option(help="Repeated every day, week or month.")],
    at: Annotated[str, typer.Option("--at", help="Wall time HH:MM.")],
    step: Annotated[int, typer.Option(help="Every so many days, weeks or months.")] = 1,
    days: Annotated[str, typer.Option(help="Weekdays, 0 is Monday: 0,3.")] = "",
    first: Annotated[str | None, typer.Option("--from", help="The first day; today by default.")] = None,
    last: Annotated[str | None, typer.Option("--until", help="The last day; none by default.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone; your own by default.")] = None,
    late: Annotated[LatePolicy, typer.Option(help="After an outage: send, ask or drop.")] = LatePolicy.DROP,
    campaign: Annotated[str | None, typer.Option("--campaign", help="The campaign it belongs to.")] = None,
    email: As = None,
) -> None:
    """Publish an entry again and again; each time the newest signed version, until its review date."""
    with refusals_told():
        actor = acting(desk(), email)
        place = zone or (actor.person.zone if actor.person else "UTC")
        try:
            begins = date.fromisoformat(first) if first else desk().today(place)
            ends = date.fromisoformat(last) if last else None
            weekdays = tuple(int(one) for one in days.split(",") if one.strip())
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
        rule = Rule(every, at, place, begins, step, weekdays, ends)
        chosen = campaigns.named(desk(), campaign) if campaign else None
        show(recurring.start(desk(), actor, entry, channel, rule, late, chosen))


def list_series(as_json: Json = False) -> None:
    """List what is published again and again."""
    with refusals_told():
        for one in recurring.all_series(desk(), acting(desk(), None)):
            stands = " ".join(map(str, one.stands))
            if as_json:
                about = {"id": one.id, "entry": one.entry, "title": one.title, "channel": one.account}
                print_json(about | {"rule": one.rule, "stands": stands or None})
            else:
                show(f"{one.id}  {one.title}  {one.account}  {_often(one.rule)}  {stands}")


def end(series: Annotated[str, typer.Argument(help="The series' id.")], email: As = None) -> None:
    """End a series and cancel what of it has not left."""
    with refusals_told():
        show(f"{recurring.end(desk(), acting(desk(), email), series)} cancelled")


def _often(rule: Rule) -> str:
    return f"every {rule.step} {rule.every} at {rule.at} ({rule.zone})"
