"""The fields of a channel account, as its connector declares them: asked for when it is added, and changed later."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from publisher.channels.contract import AccountField
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import accounts
from publisher.services.accounts import AccountRow
from publisher.ui import state
from publisher.ui.i18n import _, current


def account_fields(key: str, fields: Sequence[AccountField]) -> None:
    """What must be said first; the rest is folded away."""
    for field in fields:
        if field.required:
            _input(key, field)
    rest = [field for field in fields if not field.required]
    if rest:
        with st.expander(_("More settings"), key=f"{key}-more"):
            for field in rest:
                _input(key, field)


def _input(key: str, field: AccountField) -> None:
    st.text_input(
        field.help.get(current()) or field.help["en"],
        type="password" if field.secret else "default",
        autocomplete="off",
        key=f"{key}-{field.name}",
    )


def entered(key: str, fields: Sequence[AccountField]) -> tuple[dict[str, str], dict[str, str]]:
    """Settings and secrets that were filled in."""
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field in fields:
        if value := st.session_state.get(f"{key}-{field.name}") or "":
            (secrets if field.secret else settings)[field.name] = value
    return settings, secrets


def forget(key: str, fields: Sequence[AccountField]) -> None:
    """A secret does not stay in the session longer than it takes to store it."""
    for field in fields:
        st.session_state.pop(f"{key}-{field.name}", None)


def credentials_of_account(row: AccountRow) -> None:
    """New credentials or settings; what is left empty stays as it is. A stored secret is never shown."""
    channel = state.desk().channels.get(row.kind)
    if channel is None or not channel.fields or not state.person().has(Role.ADMINISTRATOR):
        return
    key = f"change-{row.id}"
    with st.popover(_("Credentials"), icon=":material/key:", key=f"{key}-box"):
        st.text(_("What you leave empty stays as it is."))
        with st.form(f"{key}-form", border=False):
            for field in channel.fields:
                _input(key, field)
            st.form_submit_button(_("Save"), on_click=partial(_change, row, channel.fields, key), key=f"{key}-save")


def _change(row: AccountRow, fields: Sequence[AccountField], key: str) -> None:
    settings, secrets = entered(key, fields)
    done = say("Recorded.")
    state.act("channels", lambda desk, who: accounts.change_account(desk, who, row.name, settings, secrets), done)
    forget(key, fields)
