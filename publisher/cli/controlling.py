"""`hold`, `resume`, `unschedule`, `confirm`, `is-it-there`, `campaigns …`, `pace`: a hand on what is under way."""

from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show, tell
from publisher.domain.pacing import Pace
from publisher.domain.publications import LatePolicy, PublicationState
from publisher.services import accounts, campaigns, controlling, holding, pacing, stopping
from publisher.services.desk import Actor
from publisher.services.holding import Group
from publisher.services.people import person_by_email

Id = Annotated[str, typer.Argument(help="The publication's id.")]
Maybe = Annotated[str | None, typer.Argument(help="The publication's id.")]
Everything = Annotated[bool, typer.Option("--all", help="The stop switch: everything.")]
OfAccount = Annotated[str | None, typer.Option("--account", help="Everything on this channel account.")]
OfDoctor = Annotated[str | None, typer.Option("--doctor", help="Everything of this doctor (e-mail).")]
OfTopic = Annotated[str | None, typer.Option("--topic", help="Every text that contains these words.")]
OfCampaign = Annotated[str | None, typer.Option("--campaign", help="Everything of this campaign.")]
Name = Annotated[str, typer.Argument(help="The campaign's name.")]


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: publisher unschedule ID --as d@example.org")(unschedule)
    app.command(epilog="Example: publisher hold --topic iodine --reason 'a recall' --as d@example.org")(hold)
    app.command(epilog="Example: publisher resume --all --as d@example.org")(resume)
    app.command(epilog="Example: publisher confirm ID --url https://example.org/p/1 --as d@example.org")(confirm)
    app.command("is-it-there", epilog="Example: publisher is-it-there ID --no --as d@example.org")(is_it_there)
    app.command(epilog="Example: publisher pace clinic-vk --spacing 30 --quiet 22:00-07:00 --as a@example.org")(pace)
    group = typer.Typer(help="Texts, channels and days under one name.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher campaigns list --json")(list_campaigns)
    group.command("make", epilog="Example: publisher campaigns make 'Iron week' --as d@example.org")(make)
    group.command(
        "plan", epilog="Example: publisher campaigns plan 'Iron week' ID ID --channel site --from 2027-03-08T09:00"
    )(plan)
    group.command("cancel", epilog="Example: publisher campaigns cancel 'Iron week' --as d@example.org")(cancel)
    app.add_typer(group, name="campaigns")


def unschedule(publication: Id, email: As = None) -> None:
    """Cancel a publication that has not left yet."""
    with refusals_told():
        after = controlling.unschedule(desk(), acting(desk(), email), publication)
        if after is not PublicationState.CANCELLED:
            tell(f"It may be out already, and is asked about before it is cancelled: it is {after} until then.")


def hold(
    publication: Maybe = None,
    everything: Everything = False,
    account: OfAccount = None,
    doctor: OfDoctor = None,
    topic: OfTopic = None,
    campaign: OfCampaign = None,
    reason: Annotated[str, typer.Option("--reason")] = "",
    email: As = None,
) -> None:
    """Stop one publication, an account, a doctor, a topic, a campaign, or everything."""
    with refusals_told():
        actor = acting(desk(), email)
        _one_of(publication, everything, account, doctor, topic, campaign)
        if everything:
            stopping.hold_all(desk(), actor, reason)
        elif account:
            accounts.hold_account(desk(), actor, account, reason)
        elif publication:
            controlling.hold(desk(), actor, publication, reason)
        else:
            holding.hold_group(desk(), actor, *_group(doctor, topic, campaign), reason)


def resume(
    publication: Maybe = None,
    everything: Everything = False,
    account: OfAccount = None,
    doctor: OfDoctor = None,
    topic: OfTopic = None,
    campaign: OfCampaign = None,
    email: As = None,
) -> None:
    """Let one publication go on, or what was held together."""
    with refusals_told():
        actor: Actor = acting(desk(), email)
        _one_of(publication, everything, account, doctor, topic, campaign)
        if everything:
            stopping.resume_all(desk(), actor)
        elif account:
            accounts.resume_account(desk(), actor, account)
        elif publication:
            controlling.resume(desk(), actor, publication)
        else:
            holding.resume_group(desk(), actor, *_group(doctor, topic, campaign))


def _one_of(*chosen: object) -> None:
    if sum(bool(one) for one in chosen) != 1:
        raise typer.BadParameter("name one: a publication, --account, --doctor, --topic, --campaign or --all")


def _group(doctor: str | None, topic: str | None, campaign: str | None) -> tuple[Group, str]:
    if doctor:
        return Group.DOCTOR, person_by_email(desk(), doctor).id
    if campaign:
        return Group.CAMPAIGN, campaigns.named(desk(), campaign)
    return Group.TOPIC, topic or ""


def confirm(
    publication: Id,
    url: Annotated[str | None, typer.Option("--url", help="Where readers find it; none for a closed group.")] = None,
    email: As = None,
) -> None:
    """Say that what was prepared for a hand-off is out, and where."""
    with refusals_told():
        controlling.confirm_hand_off(desk(), acting(desk(), email), publication, url)


def is_it_there(
    publication: Id,
    there: Annotated[bool, typer.Option("--yes/--no", help="Whether it is there; after --no it is sent again.")],
    url: Annotated[str | None, typer.Option("--url", help="Where it is.")] = None,
    email: As = None,
) -> None:
    """Answer for a channel that cannot be asked whether a publication is there."""
    with refusals_told():
        controlling.answer_is_it_there(desk(), acting(desk(), email), publication, there, url)


def pace(
    account: Annotated[str, typer.Argument(help="The channel account's name.")],
    spacing: Annotated[int | None, typer.Option(help="Minutes between two posts.")] = None,
    most: Annotated[int | None, typer.Option("--most-a-day", help="At most so many posts a day; 0: any.")] = None,
    quiet: Annotated[str | None, typer.Option(help="Quiet hours, like 22:00-07:00; none with '-'.")] = None,
    best: Annotated[str | None, typer.Option(help="Best times, like 09:00,18:30.")] = None,
    zone: Annotated[str | None, typer.Option(help="The account's time zone.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Show how an account is used, or change it."""
    with refusals_told():
        actor = acting(desk(), email)
        now = pacing.pace(desk(), actor, account)
        begins, _, ends = (f"{now.quiet_from}-{now.quiet_until}" if quiet is None else quiet).partition("-")
        wanted = Pace(
            zone=zone or now.zone,
            spacing_minutes=now.spacing_minutes if spacing is None else spacing,
            most_a_day=now.most_a_day if most is None else most,
            quiet_from=begins,
            quiet_until=ends,
            best_times=now.best_times if best is None else tuple(one for one in best.split(",") if one.strip()),
        )
        chosen = pacing.set_pace(desk(), actor, account, wanted) if wanted != now else now
        if as_json:
            print_json(chosen)
        else:
            show(
                f"{account}: {chosen.spacing_minutes} min between posts, at most {chosen.most_a_day or 'any number'} "
                f"a day, quiet {chosen.quiet_from or 'never'}–{chosen.quiet_until or ''}, "
                f"best {', '.join(chosen.best_times) or 'none'} ({chosen.zone})"
            )


def list_campaigns(as_json: Json = False) -> None:
    """List campaigns, the newest first."""
    with refusals_told():
        for one in campaigns.campaigns(desk(), acting(desk(), None)):
            if as_json:
                print_json(one)
            else:
                standing = "cancelled" if one.cancelled else f"held: {one.held}" if one.held else "open"
                counted = ", ".join(f"{count} {state}" for state, count in one.states.items())
                show(f"{one.name}  {standing}  {counted or 'nothing planned'}")


def make(name: Name, note: Annotated[str, typer.Option("--note")] = "", email: As = None) -> None:
    """Make a campaign."""
    with refusals_told():
        show(campaigns.make(desk(), acting(desk(), email), name, note))


def plan(
    name: Name,
    entries: Annotated[list[str], typer.Argument(help="Entries in the order in which they go out.")],
    channel: Annotated[list[str], typer.Option("--channel", help="A channel account; may be repeated.")],
    first: Annotated[str, typer.Option("--from", help="Wall time of the first, YYYY-MM-DDTHH:MM.")],
    apart: Annotated[int, typer.Option("--days-apart", min=0, help="Days between two texts.")] = 1,
    late: Annotated[LatePolicy, typer.Option(help="After an outage: send, ask or drop.")] = LatePolicy.ASK,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Schedule texts one after the other on channels, under a campaign's name."""
    with refusals_told():
        actor, campaign = acting(desk(), email), campaigns.named(desk(), name)
        planned = campaigns.plan(desk(), actor, campaign, entries, channel, first, apart, late)
        refused = [
            {"entry": entry, "channel": account, "reasons": [str(one) for one in reasons]}
            for entry, account, reasons in planned.refused
        ]
        if as_json:
            print_json({"made": planned.made, "refused": refused})
        else:
            show(f"{len(planned.made)} scheduled")
        for one in refused:
            tell(f"{one['entry']} on {one['channel']}: {' '.join(one['reasons'])}")
        if refused:
            raise typer.Exit(REFUSED)


def cancel(name: Name, email: As = None) -> None:
    """Cancel everything of a campaign that has not left."""
    with refusals_told():
        count = campaigns.cancel(desk(), acting(desk(), email), campaigns.named(desk(), name))
        show(f"{count} cancelled")
