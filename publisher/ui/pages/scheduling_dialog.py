"""The dialog that puts a signed text on a channel at a time, and the one that moves what is scheduled."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from publisher.domain.publications import LatePolicy, Publication
from publisher.domain.sentences import say
from publisher.services import accounts, campaigns, pacing, scheduling
from publisher.services.desk import Actor, Desk
from publisher.services.placing import DoubledRefusal, Options
from publisher.services.views import PublicationRow
from publisher.ui import channel_names, names, state
from publisher.ui.i18n import _, day_format, zone_of

NOW, LATER, BEST = "now", "later", scheduling.BEST
FOLDS = (None, "earlier", "later")


def schedule_dialog(entry: str) -> None:
    st.dialog(_("Schedule"), icon=":material/event:")(_schedule)(entry)


def _schedule(entry: str) -> None:
    person = state.person()
    found = [row for row in accounts.accounts(state.desk(), state.actor()) if row.held_reason is None]
    if st.session_state.pop("scheduled", None) == entry:
        st.rerun()
    if not found:
        st.text(_("No channel account is open. Add one under Channels."))
        return
    st.selectbox(_("Channel"), [row.name for row in found], format_func=channel_names.account, key="schedule-account")
    best = bool(pacing.pace(state.desk(), state.actor(), st.session_state["schedule-account"]).best_times)
    labels = {NOW: _("Now"), LATER: _("At a time")} | ({BEST: _("At the account's next best time")} if best else {})
    st.radio(_("When"), list(labels), index=1, horizontal=True, format_func=labels.__getitem__, key="schedule-when")
    if st.session_state["schedule-when"] == LATER:
        _time("schedule", suggested(person.zone), person.zone)
    with st.expander(_("More"), key="schedule-more"):
        late = list(LatePolicy)
        st.selectbox(
            _("If its time passes while nothing can be sent"),
            late,
            index=late.index(LatePolicy.ASK),
            format_func=names.late,
            key="schedule-late",
        )
        groups = {one.id: one.name for one in campaigns.campaigns(state.desk(), state.actor()) if not one.cancelled}
        if groups:
            st.selectbox(
                _("Campaign"),
                ["", *groups],
                format_func=lambda one: groups.get(one, _("none")),
                key="schedule-campaign",
            )
    state.show_refusals("schedule")
    if st.session_state.get("schedule-doubled") == entry:
        st.checkbox(_("Yes, the same words again that day"), key="schedule-again")
    st.button(_("Schedule"), type="primary", key="do-schedule", on_click=_do_schedule, args=(entry,))


def _do_schedule(entry: str) -> None:
    account = st.session_state["schedule-account"]
    when = st.session_state["schedule-when"]
    local = _local("schedule") if when == LATER else BEST if when == BEST else None
    fold = st.session_state.get("schedule-fold")
    options = Options(
        again=bool(st.session_state.get("schedule-again")),
        late=st.session_state.get("schedule-late", LatePolicy.ASK),
        campaign=st.session_state.get("schedule-campaign") or None,
    )

    def put(desk: Desk, who: Actor) -> Publication:
        try:
            return scheduling.schedule(desk, who, entry, account, local, fold=fold, options=options)
        except DoubledRefusal:
            st.session_state["schedule-doubled"] = entry
            raise

    if state.act("schedule", put, say("Scheduled on {account}.", account=account)):
        st.session_state.pop("schedule-doubled", None)
        st.session_state["scheduled"] = entry


def suggested(zone: str) -> datetime:
    """The next full hour, at least half an hour away."""
    here = state.desk().clock().astimezone(zone_of(zone)) + timedelta(minutes=90)
    return here.replace(minute=0, second=0, microsecond=0, tzinfo=None)


def _time(name: str, value: datetime, zone: str) -> None:
    """A wall time in a named zone; which of two is asked for only where the clock is put back."""
    left, right = st.columns(2)
    left.date_input(_("Day"), value=value.date(), key=f"{name}-day", format=day_format())
    right.time_input(_("Time"), value=value.time(), key=f"{name}-time", step=300)
    day, at = st.session_state[f"{name}-day"], st.session_state[f"{name}-time"]
    if day and at and _twice(day, at, zone):
        st.radio(
            _("This time comes twice that night"),
            FOLDS[1:],
            key=f"{name}-fold",
            format_func=lambda one: _("The earlier one") if one == "earlier" else _("The later one"),
        )
    st.caption(_("Times: {zone}").format(zone=zone))


def _twice(day: date, at: time, zone: str) -> bool:
    moment = datetime.combine(day, at, tzinfo=zone_of(zone))
    before, after = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    return before is not None and after is not None and before > after


def _local(name: str) -> str:
    day, at = st.session_state[f"{name}-day"], st.session_state[f"{name}-time"]
    return f"{day:%Y-%m-%d}T{at:%H:%M}" if day and at else ""


def move_dialog(row: PublicationRow, to: date | None = None) -> None:
    """Ask for another time. `to` is the day something was dragged to."""
    st.dialog(_("Move"), icon=":material/event_repeat:")(_move)(row, to)


def _move(row: PublicationRow, to: date | None) -> None:
    one = row.publication
    if st.session_state.pop("moved", None) == one.id:
        st.rerun()
    st.text(row.title)
    due = datetime.fromisoformat(one.local_due)
    _time("move", datetime.combine(to, due.time()) if to else due, one.zone)
    state.show_refusals("move")
    st.button(_("Move"), type="primary", key="do-move", on_click=_do_move, args=(one.id, one.zone))


def _do_move(publication: str, zone: str) -> None:
    local, fold = _local("move"), st.session_state.get("move-fold")
    if move(publication, local, zone, fold):
        st.session_state["moved"] = publication


def move(publication: str, local: str, zone: str, fold: str | None = None) -> bool:
    done = say("Moved to {time}.", time=local.replace("T", " "))
    return bool(
        state.act("move", lambda desk, who: scheduling.reschedule(desk, who, publication, local, zone, fold), done)
    )
