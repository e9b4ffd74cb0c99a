"""What is published again and again: how often, why it stands still, and the way to begin or end it."""

from datetime import time, timedelta

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.recurrence import Every, Rule
from publisher.domain.sentences import say
from publisher.services import accounts, library, recurring
from publisher.services.recurring import Series
from publisher.ui import channel_names, names, rows, state
from publisher.ui.i18n import _, day, day_format, ngettext, number, weekdays

_READY = (EntryStatus.SIGNED, EntryStatus.LIVE, EntryStatus.SCHEDULED)
_MOST_TEXTS = 100


def show() -> None:
    found = recurring.all_series(state.desk(), state.actor())
    state.show_refusals("series")
    for one in found:
        _series(one)
    if not found:
        rows.empty("repeat", _("Nothing is repeated yet."))
    if state.person().has(Role.DOCTOR, Role.EDITOR):
        _new()


def _series(one: Series) -> None:
    with st.container(border=True, key=f"series-{one.id}"):
        st.header(one.title or _("Untitled"), anchor=False)
        st.text(" · ".join((channel_names.account(one.account), often(one.rule))))
        if one.stands:
            st.badge(_("Stands still"), color="orange", icon=":material/pause_circle:")
            st.text(" ".join(names.spoken(reason) for reason in one.stands))
        label = _("End it")
        st.button(label, key=f"end-{one.id}", icon=":material/event_busy:", on_click=_end, args=(one.id,))


def often(rule: Rule) -> str:
    """How often, as one says it."""
    step = rule.step
    said = {
        Every.DAY: ngettext("every {step} day, {time} ({zone})", "every {step} days, {time} ({zone})", step),
        Every.WEEK: ngettext("every {step} week, {time} ({zone})", "every {step} weeks, {time} ({zone})", step),
        Every.MONTH: ngettext("every {step} month, {time} ({zone})", "every {step} months, {time} ({zone})", step),
    }[rule.every]
    if step == 1:
        said = {
            Every.DAY: _("every day, {time} ({zone})"),
            Every.WEEK: _("every week, {time} ({zone})"),
            Every.MONTH: _("every month, {time} ({zone})"),
        }[rule.every]
    said = said.format(step=number(step), time=rule.at, zone=rule.zone)
    named = [weekdays()[one] for one in rule.weekdays] if rule.every is Every.WEEK else []
    until = _("until {day}").format(day=day(rule.last_day)) if rule.last_day else ""
    return ", ".join(part for part in (said, " ".join(named), until) if part)


def _end(series: str) -> None:
    done = say("Ended; what had not left is cancelled.")
    state.act("series", lambda desk, who: recurring.end(desk, who, series), done)


def _new() -> None:
    desk, actor, zone = state.desk(), state.actor(), state.person().zone
    texts = {
        row.id: row.title or row.excerpt
        for status in _READY
        for row in library.entries(desk, actor, status=status, size=_MOST_TEXTS).items
    }
    open_accounts = [row.name for row in accounts.accounts(desk, actor) if row.held_reason is None]
    every = {Every.DAY: _("Days"), Every.WEEK: _("Weeks"), Every.MONTH: _("Months")}
    with st.expander(_("Repeat a text"), icon=":material/repeat:", key="repeat"), st.form("repeat-form", border=False):
        st.selectbox(_("Text"), list(texts), format_func=texts.__getitem__, key="repeat-text")
        st.selectbox(_("Channel"), open_accounts, format_func=channel_names.account, key="repeat-account")
        with st.container(horizontal=True):
            st.number_input(_("Every"), min_value=1, max_value=60, value=1, key="repeat-step")
            st.selectbox(_("Unit of time"), list(every), index=1, format_func=every.__getitem__, key="repeat-every")
            st.time_input(_("Time"), value=time(9), key="repeat-time", step=300)
        st.pills(
            _("Weekdays"), list(range(7)), format_func=weekdays().__getitem__, selection_mode="multi", key="repeat-days"
        )
        with st.container(horizontal=True):
            tomorrow = desk.today(zone) + timedelta(days=1)
            st.date_input(_("First day"), value=tomorrow, key="repeat-first", format=day_format())
            st.date_input(_("Last day"), value=None, key="repeat-last", format=day_format())
        st.caption(_("Each time the newest signed version leaves; after its review date nothing does."))
        st.form_submit_button(_("Repeat"), type="primary", on_click=_start, key="repeat-it")


def _start() -> None:
    chosen, zone = st.session_state, state.person().zone
    rule = Rule(
        chosen["repeat-every"],
        f"{chosen['repeat-time']:%H:%M}",
        zone,
        chosen["repeat-first"],
        int(chosen["repeat-step"]),
        tuple(sorted(chosen["repeat-days"] or ())) if chosen["repeat-every"] is Every.WEEK else (),
        chosen["repeat-last"],
    )
    entry, account = chosen["repeat-text"] or "", chosen["repeat-account"] or ""
    done = say("Repeated from now on.")
    state.act("series", lambda desk, who: recurring.start(desk, who, entry, account, rule), done)
