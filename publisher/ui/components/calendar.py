"""The month of publications: a grid with room, an agenda on a phone; dragging or a dialog moves one."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from publisher.domain.places import Language
from publisher.ui.components.assets import nothing, register
from publisher.ui.i18n import TAGS, _, day, month, weekdays

_CALENDAR = register("calendar")


@dataclass(frozen=True)
class Event:
    """One publication on its day, in the reader's time zone."""

    id: str
    date: date
    time: str
    title: str
    language: Language
    state: str
    tone: str
    movable: bool


@dataclass(frozen=True)
class Asked:
    """What was just done: a publication opened, or dragged to another day."""

    opened: str | None
    moved: tuple[str, date] | None


MONTH, WEEK, AGENDA = "month", "week", "agenda"


def days_shown(on: date, view: str) -> list[date]:
    """The days of the month or week that `on` lies in; a month's grid is filled up to whole weeks."""
    if view == WEEK:
        monday = on - timedelta(days=on.weekday())
        return [monday + timedelta(days=number) for number in range(7)]
    return list(Calendar().itermonthdates(on.year, on.month))


def calendar(on: date, view: str, today: date, events: list[Event], key: str) -> Asked:
    shown = [
        {
            "date": one.isoformat(),
            "number": str(one.day),
            "label": day(one),
            "other": view != WEEK and one.month != on.month,
            "today": one == today,
        }
        for one in days_shown(on, view)
    ]
    data = {
        "month": month(on),
        "view": view,
        "weekdays": weekdays(),
        "days": shown,
        "events": [
            {
                "id": one.id,
                "date": one.date.isoformat(),
                "time": one.time,
                "title": one.title or _("Untitled"),
                "lang": TAGS[one.language],
                "state": one.state,
                "tone": one.tone,
                "movable": one.movable,
            }
            for one in events
        ],
        "more": _("{count} more"),
        "empty": _("Nothing is planned in this week.") if view == WEEK else _("Nothing is planned in this month."),
        "keys": _("Alt with an arrow key moves it: left and right by a day, up and down by a week."),
    }
    result: Any = _CALENDAR(key=key, data=data, on_open_change=nothing, on_move_change=nothing)
    moved = (result.move["id"], date.fromisoformat(result.move["date"])) if result.move else None
    return Asked(result.open, moved)
