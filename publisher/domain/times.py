"""Wall time in a zone and the moment it means; daylight-saving gaps and folds are asked about, never guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say


def moment_of(local: str, zone: str, fold: str | None = None) -> datetime:
    """The UTC moment of a wall time `YYYY-MM-DDTHH:MM` in an IANA zone.

    In a gap (the clock jumps over it) and in an unanswered fold (it happens twice) a Refusal says what to choose;
    `fold` is "earlier" or "later".
    """
    try:
        wall = datetime.fromisoformat(local)
    except ValueError:
        raise Refusal(say("“{time}” is no time; write it like 2027-03-08T09:00.", time=local)) from None
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    place = ZoneInfo(zone)
    first, second = wall.replace(tzinfo=place, fold=0), wall.replace(tzinfo=place, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = local.replace("T", " ")
    back = first.astimezone(UTC).astimezone(place).replace(tzinfo=None)
    if back != wall:
        raise Refusal(
            say(
                "{time} does not exist in {zone}: the clock jumps over it that night. Choose another time, for example "
                "{other}.",
                time=shown,
                zone=zone,
                other=back.isoformat(" ", "minutes"),
            )
        )
    if fold not in ("earlier", "later"):
        raise Refusal(
            say(
                "{time} happens twice in {zone} that night. Choose the earlier or the later one.", time=shown, zone=zone
            )
        )
    return (first if fold == "earlier" else second).astimezone(UTC)


def wall_time(moment: datetime, zone: str) -> str:
    """The wall time `YYYY-MM-DDTHH:MM` of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat("T", "minutes")
