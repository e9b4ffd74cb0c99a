"""Campaigns: what stands where, from when to when; a new one planned in one go; held, resumed and cancelled as one."""

from datetime import datetime, timedelta

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import accounts, campaigns, library
from publisher.services.campaigns import Campaign
from publisher.ui import channel_names, names, rows, state
from publisher.ui.i18n import _, day_format, moment, number
from publisher.ui.pages.measured import measured

_READY = (EntryStatus.SIGNED, EntryStatus.LIVE, EntryStatus.DUE, EntryStatus.SCHEDULED)
_MOST_TEXTS = 100


def show() -> None:
    found = campaigns.campaigns(state.desk(), state.actor())
    state.show_refusals("campaigns")
    for one in found:
        _campaign(one)
    if not found:
        rows.empty("campaign", _("No campaign yet: texts, channels and days under one name."))
    if state.person().has(Role.DOCTOR, Role.EDITOR):
        _new(found)


def _campaign(one: Campaign) -> None:
    with st.container(border=True, key=f"campaign-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(one.name, width="content", anchor=False)
            if one.cancelled:
                st.badge(_("Cancelled"), color="gray")
            elif one.held:
                st.badge(_("Held"), color="orange", icon=":material/pause_circle:")
        zone = state.person().zone
        if one.first and one.last:
            st.text(f"{moment(one.first, zone)} – {moment(one.last, zone)}")
        counted = [f"{names.state(kind)}: {number(count)}" for kind, count in one.states.items()]
        st.text(" · ".join(part for part in (one.note, one.held or "", *counted) if part))
        if not one.cancelled:
            with st.container(horizontal=True):
                _button("list", one, _("Its publications"), "list", _listed)
                if one.held and one.hers_to_resume:
                    _button("resume", one, _("Resume"), "play_arrow", _resume)
                if not one.held:
                    _button("hold", one, _("Hold"), "pause", _hold)
                _button("cancel", one, _("Cancel what has not left"), "event_busy", _cancel)
        measured("campaign", one.id)


def _button(act: str, one: Campaign, label: str, icon: str, call: object) -> None:
    st.button(label, key=f"{act}-{one.id}", icon=f":material/{icon}:", on_click=call, args=(one.id,))  # type: ignore[arg-type]


def _listed(campaign: str) -> None:
    st.session_state["publications-campaign"], st.session_state["view"] = campaign, "list"


def _hold(campaign: str) -> None:
    reason = _("held by hand")
    state.act("campaigns", lambda desk, who: campaigns.hold(desk, who, campaign, reason), say("Held."))


def _resume(campaign: str) -> None:
    state.act("campaigns", lambda desk, who: campaigns.resume(desk, who, campaign), say("Publishing goes on."))


def _cancel(campaign: str) -> None:
    done = say("What had not left is cancelled.")
    state.act("campaigns", lambda desk, who: campaigns.cancel(desk, who, campaign), done)


def _new(found: list[Campaign]) -> None:
    desk, actor = state.desk(), state.actor()
    texts = {
        row.id: row.title or row.excerpt
        for status in _READY
        for row in library.entries(desk, actor, status=status, size=_MOST_TEXTS).items
    }
    open_ones = {one.id: one.name for one in found if not one.cancelled}
    with st.expander(_("Plan a campaign"), icon=":material/add:", key="plan-campaign"), st.form("plan", border=False):
        st.selectbox(
            _("Campaign"),
            ["", *open_ones],
            format_func=lambda one: open_ones.get(one, _("A new one")),
            key="plan-which",
        )
        st.text_input(_("Name of a new one"), key="plan-name", max_chars=120)
        st.multiselect(
            _("Texts, in their order"), list(texts), format_func=texts.__getitem__, key="plan-texts", placeholder=""
        )
        names_of = [row.name for row in accounts.accounts(desk, actor) if row.held_reason is None]
        st.multiselect(_("Channels"), names_of, format_func=channel_names.account, key="plan-channels", placeholder="")
        tomorrow = desk.today(state.person().zone) + timedelta(days=1)
        with st.container(horizontal=True):
            st.date_input(_("First day"), value=tomorrow, key="plan-day", format=day_format())
            st.time_input(_("Time"), value=datetime(2000, 1, 1, 9).time(), key="plan-time", step=300)  # noqa: DTZ001 - a wall time
            st.number_input(_("Days between two texts"), min_value=0, max_value=90, value=1, key="plan-apart")
        st.form_submit_button(_("Plan it"), type="primary", on_click=_plan, key="plan-it")


def _plan() -> None:
    chosen = st.session_state
    day, at, apart = chosen["plan-day"], chosen["plan-time"], int(chosen["plan-apart"])
    first = f"{day:%Y-%m-%d}T{at:%H:%M}"
    campaign = chosen["plan-which"] or state.act(
        "campaigns", lambda desk, who: campaigns.make(desk, who, chosen["plan-name"])
    )
    if not campaign:
        return
    planned = state.act(
        "campaigns",
        lambda desk, who: campaigns.plan(
            desk, who, campaign, chosen["plan-texts"], chosen["plan-channels"], first, apart
        ),
    )
    if planned is not None:
        st.session_state["done"] = say("{count} scheduled.", count=len(planned.made))
        if reasons := [reason for _entry, _account, refused in planned.refused for reason in refused]:
            state.refuse("campaigns", *reasons)
