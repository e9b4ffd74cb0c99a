"""Channels: the accounts that texts go out on, whether they work, and adding one."""

from functools import partial

import streamlit as st

from publisher.channels.contract import Channel
from publisher.domain.people import Role
from publisher.domain.sentences import Reason, Sentence, as_sentences, say
from publisher.services import accounts
from publisher.services.accounts import AccountRow
from publisher.services.desk import Actor, Desk
from publisher.ui import channel_names, names, rows, state
from publisher.ui.i18n import _, current, number
from publisher.ui.pages.account_fields import account_fields, credentials_of_account, entered, forget
from publisher.ui.pages.account_unit import unit_of_account
from publisher.ui.pages.measured import measured
from publisher.ui.pages.pace import pace_of_account


def page() -> None:
    st.title(_("Channels"))
    state.show_refusals("channels")
    found = accounts.accounts(state.desk(), state.actor())
    why = accounts.why_held(state.desk(), state.actor())
    acts = state.person().has(Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    for row in found:
        _account(row, acts, why.get(row.id, ()))
    if not found:
        rows.empty("hub", _("No channel account yet."))
    if state.person().has(Role.ADMINISTRATOR):
        _add()


def _account(row: AccountRow, acts: bool, why: tuple[Sentence, ...]) -> None:
    channel = state.desk().channels.get(row.kind)
    with st.container(border=True, key=f"account-{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(channel_names.account(row.name), width="content", anchor=False)
            if row.held_reason:
                st.badge(_("Held"), color="orange", icon=":material/pause_circle:")
            else:
                st.badge(_("Open"), color="green", icon=":material/check_circle:")
        told = [row.label.get(current()) or row.label["en"], *([row.unit] if row.unit else []), *_abilities(channel)]
        st.text(" · ".join(told))
        if row.held_reason:
            st.text(" ".join(map(names.spoken, why)))
        if (ending := accounts.expiry_warning(row, state.desk().today())) is not None:
            st.warning(names.spoken(ending), icon=":material/schedule:")
        tested: Reason = st.session_state.pop(f"tested-{row.name}", None)
        if tested is not None:
            st.text(" ".join(names.spoken(one) for one in as_sentences(tested)) or _("It works."))
        if acts:
            with st.container(horizontal=True):
                _button(row, "test", _("Test"), "network_check", _test)
                if row.held_reason:
                    _button(row, "resume", _("Resume"), "play_arrow", _resume)
                else:
                    _button(row, "hold", _("Hold"), "pause", _hold)
                unit_of_account(row)
                pace_of_account(row)
                credentials_of_account(row)
        measured("channel", row.name)


def _abilities(channel: Channel | None) -> list[str]:
    if channel is None:
        return [_("this kind is not installed any more")]
    can = channel.capabilities
    told = []
    if can.limit is not None:
        told.append(
            _("at most {count} {unit}").format(count=number(can.limit.length), unit=channel_names.unit(can.limit.unit))
        )
    told.append(_("can be corrected") if can.can_correct else _("cannot be corrected"))
    told.append(_("can be taken back") if can.can_remove else _("cannot be taken back"))
    return told


def _button(row: AccountRow, act: str, label: str, icon: str, call: object) -> None:
    st.button(label, icon=f":material/{icon}:", key=f"{act}-{row.id}", on_click=call, args=(row.name,))  # type: ignore[arg-type]


def _test(name: str) -> None:
    def test(desk: Desk, who: Actor) -> Sentence | str:
        return accounts.test_account(desk, who, name) or ""

    said = state.act("channels", test)
    if said is not None:
        st.session_state[f"tested-{name}"] = said


def _hold(name: str) -> None:
    reason = _("held by hand")
    state.act("channels", lambda desk, who: accounts.hold_account(desk, who, name, reason), say("Held."))


def _resume(name: str) -> None:
    state.act("channels", lambda desk, who: accounts.resume_account(desk, who, name), say("Open again."))


def _add() -> None:
    channels = state.desk().channels
    with st.expander(_("Add an account"), icon=":material/add:", key="add-account"):
        state.show_refusals("add-account")
        labels = {kind: one.label.get(current()) or one.label["en"] for kind, one in channels.items()}
        kind = st.selectbox(_("Channel"), list(labels), format_func=labels.__getitem__, key="add-kind")
        with st.form("add-form", border=False):
            st.text_input(_("Name of the account"), key="add-name", max_chars=80)
            account_fields(f"add-{kind}", channels[kind].fields)
            st.form_submit_button(_("Add"), on_click=partial(_do_add, kind), key="do-add")


def _do_add(kind: str) -> None:
    name = st.session_state["add-name"]
    settings, secrets = entered(f"add-{kind}", state.desk().channels[kind].fields)
    done = say("{name} was added.", name=name)
    added = state.act(
        "add-account", lambda desk, who: accounts.add_account(desk, who, kind, name, settings, secrets), done
    )
    if added is not None:
        forget(f"add-{kind}", state.desk().channels[kind].fields)
