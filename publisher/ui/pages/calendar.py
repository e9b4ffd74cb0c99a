"""Calendar: the month of publications, and one publication with what is, why, and what a person may do about it."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.publications import PublicationState
from publisher.services import library
from publisher.services.views import PublicationRow
from publisher.ui import names, state
from publisher.ui.components.calendar import AGENDA, MONTH, WEEK, Event, calendar, days_shown
from publisher.ui.i18n import _, day, month, zone_of
from publisher.ui.pages.publication import publication_dialog, stop_switch
from publisher.ui.pages.scheduling_dialog import move, move_dialog
from publisher.ui.routes import go

MOST = 500
_MOVABLE = (PublicationState.SCHEDULED, PublicationState.QUEUED)
_HIDDEN = (PublicationState.CANCELLED,)


def page() -> None:
    person = state.person()
    today = state.desk().today(person.zone)
    st.title(_("Calendar"))
    on, view = _day(today), _view()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(_span(on, view), width="content")
        week = view == WEEK
        _step(
            ":material/chevron_left:",
            _("Week before") if week else _("Month before"),
            _moved_by(on, view, -1),
            "before",
        )
        _step(
            ":material/chevron_right:", _("Week after") if week else _("Month after"), _moved_by(on, view, 1), "after"
        )
        if today not in days_shown(on, view) or (view != WEEK and on.month != today.month):
            _step(None, _("Today"), today, "now")
    state.show_refusals("move")
    shown = _publications(on, view, person.zone)
    events = [_event(row, person.zone) for row in shown.values()]
    asked = calendar(on, view, today, events, key="calendar")
    if asked.moved is not None and asked.moved[0] in shown:
        _moved(shown[asked.moved[0]], asked.moved[1])
    elif asked.opened is not None and asked.opened in shown:
        publication_dialog(asked.opened, shown[asked.opened].publication.entry)
    elif wanted := st.query_params.pop("publication", None):
        publication_dialog(wanted, st.query_params.pop("entry", ""))
    elif wanted := st.session_state.pop("to-move", None):
        move_dialog(wanted)
    if st.button(_("Schedule something"), icon=":material/event:", key="something"):
        go("library", status="signed")
    if person.has(Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR):
        stop_switch()


def _view() -> str:
    labels = {MONTH: _("Month"), WEEK: _("Week"), AGENDA: _("Agenda")}
    return st.pills(
        _("View"),
        list(labels),
        default=MONTH,
        format_func=labels.__getitem__,
        key="calendar-view",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )


def _day(today: date) -> date:
    """The day that month or week are shown around; it stands in the address."""
    try:
        return date.fromisoformat(st.query_params["day"])
    except (KeyError, ValueError):
        return today


def _span(on: date, view: str) -> str:
    if view != WEEK:
        named = month(on)
        return named[:1].upper() + named[1:]
    days = days_shown(on, view)
    return f"{day(days[0])} – {day(days[-1])}"


def _moved_by(on: date, view: str, steps: int) -> date:
    if view == WEEK:
        return on + timedelta(days=7 * steps)
    number = on.month + steps
    return date(on.year - (number < 1) + (number > 12), (number - 1) % 12 + 1, 1)


def _step(icon: str | None, label: str, there: date, key: str) -> None:
    if icon is None:
        st.button(label, key=key, on_click=_turn, args=(there,))
    else:
        st.button(icon, key=key, help=label, on_click=_turn, args=(there,))


def _turn(there: date) -> None:
    st.query_params["day"] = there.isoformat()


def _publications(on: date, view: str, zone: str) -> dict[str, PublicationRow]:
    days = days_shown(on, view)
    place = zone_of(zone)
    since = datetime.combine(days[0], time(), tzinfo=place).astimezone(UTC)
    until = datetime.combine(days[-1] + timedelta(days=1), time(), tzinfo=place).astimezone(UTC)
    found: dict[str, PublicationRow] = {}
    for number_of_page in range(1, 12):
        one = library.publications(state.desk(), state.actor(), since=since, until=until, page=number_of_page, size=100)
        found |= {row.publication.id: row for row in one.items if row.publication.state not in _HIDDEN}
        if len(one.items) < one.size or len(found) >= MOST:
            break
    return found


def _event(row: PublicationRow, zone: str) -> Event:
    one = row.publication
    due = one.due_at.astimezone(zone_of(zone))
    return Event(
        id=one.id,
        date=due.date(),
        time=f"{due:%H:%M}",
        title=row.title,
        language=row.language,
        state=names.state(one.state),
        tone=names.tone(one.state),
        movable=one.state in _MOVABLE,
    )


def _moved(row: PublicationRow, to: date) -> None:
    """Something was dragged: same wall time on another day; what the services refuse is asked for in the dialog."""
    at = datetime.fromisoformat(row.publication.local_due).time()
    if move(row.publication.id, f"{to:%Y-%m-%d}T{at:%H:%M}", row.publication.zone):
        st.rerun()
    move_dialog(row, to)
