"""How delivery goes: sent, refused and unclear per day, and how late; with the same figures as a table."""

import streamlit as st

from publisher.services import accounts, health
from publisher.services.health import Day
from publisher.ui import channel_names, state
from publisher.ui.components.plots import day_plot
from publisher.ui.components.tables import Cell, table
from publisher.ui.i18n import _, day, number, short_day

_DAYS = 30
# sent, refused, unclear, put off; half, nearly all. Told apart in light and dark, and by who sees no red and green
_COUNTED = ["#0F9B8E", "#D92D20", "#F79009", "#98A2B3"]
_DELAYED = ["#0F9B8E", "#F79009"]


def show() -> None:
    desk, actor = state.desk(), state.actor()
    names = [row.name for row in accounts.accounts(desk, actor)]
    chosen = st.selectbox(
        _("Channel"),
        ["", *names],
        format_func=lambda one: channel_names.account(one) or _("All"),
        key="health-account",
        width=260,
    )
    found = health.days(desk, actor, state.person().zone, _DAYS, chosen or None)
    now = health.now(desk)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Waiting for an answer"), number(now.states["needs_review"]), width="content")
        st.metric(_("Held"), number(now.states["held"]), width="content")
        st.metric(_("Longest overdue"), _seconds(now.oldest_due_seconds), width="content")
    labels = [short_day(one.day) for one in found]
    st.subheader(_("Per day"), anchor=False)
    counts = {
        _("Sent"): [one.sent for one in found],
        _("Refused"): [one.failed for one in found],
        _("Unclear, looked up"): [one.unknown for one in found],
        _("Put off"): [one.postponed for one in found],
    }
    day_plot(labels, counts, _COUNTED, bars=True)
    st.subheader(_("From due to accepted, seconds"), anchor=False)
    delays = {
        _("Half of them within"): [one.delay_half for one in found],
        _("95 of 100 within"): [one.delay_most for one in found],
    }
    day_plot(labels, delays, _DELAYED, bars=False)
    with st.expander(_("As a table"), key="health-table"):
        columns = [_("Day"), *counts, *delays]
        table(_("Per day"), columns, [_row(one) for one in reversed(found) if _any(one)], key="health-figures")


def _any(one: Day) -> bool:
    return bool(one.sent or one.failed or one.unknown or one.postponed)


def _row(one: Day) -> list[Cell]:
    counts = [Cell(number(count)) for count in (one.sent, one.failed, one.unknown, one.postponed)]
    return [Cell(day(one.day)), *counts, Cell(_seconds(one.delay_half)), Cell(_seconds(one.delay_most))]


def _seconds(value: float | None) -> str:
    return "—" if value is None else _("{count} s").format(count=number(round(value)))
