"""Publications: all that is to leave, has left or waits for somebody, with filters; and what is held together."""

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.publications import PublicationState
from publisher.services import accounts, campaigns, library, people
from publisher.ui import channel_names, names, rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.i18n import _
from publisher.ui.pages import campaign_list, delivery_health, holds, repeated
from publisher.ui.pages.publication import publication_dialog
from publisher.ui.pages.scheduling_dialog import move_dialog

SIZE = 25
LIST, CAMPAIGNS, REPEATED, HEALTH = "list", "campaigns", "repeated", "health"


def page() -> None:
    st.title(_("Publications"))
    labels = {
        LIST: _("List"),
        CAMPAIGNS: _("Campaigns"),
        REPEATED: _("Repeated"),
        HEALTH: _("How delivery goes"),
    }
    chosen = st.pills(
        _("View"),
        list(labels),
        default=LIST,
        format_func=labels.__getitem__,
        key="view",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    if chosen == CAMPAIGNS:
        campaign_list.show()
    elif chosen == REPEATED:
        repeated.show()
    elif chosen == HEALTH:
        delivery_health.show()
    else:
        _list()


def _list() -> None:
    asked = _filters()
    number = int(st.session_state.get("publications-page", 1))
    found = library.publications(
        state.desk(),
        state.actor(),
        state=asked["state"],
        account=asked["account"],
        author=asked["author"],
        campaign=asked.get("campaign"),
        page=number,
        size=SIZE,
        newest_first=True,
    )
    if number > 1 and not found.items:
        st.session_state["publications-page"] = 1
        st.rerun()
    if not found.items:
        rows.empty("campaign", _("No publication like this."))
    else:
        st.caption(rows.many(found.total, found.capped, found.items))
        lines = [rows.publication_row(row, state.person().zone, "publications") for row in found.items]
        opened = link_list(lines, _("Publications"), key="publications")
        _open(opened, {row.publication.id: row.publication.entry for row in found.items})
    _turn(number, len(found.items) == SIZE)
    if state.person().has(Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR):
        holds.show()


def _open(opened: str | None, entries: dict[str, str]) -> None:
    if opened is not None and opened in entries:
        publication_dialog(opened, entries[opened])
    elif wanted := st.query_params.pop("publication", None):
        publication_dialog(wanted, st.query_params.pop("entry", ""))
    elif row := st.session_state.pop("to-move", None):
        move_dialog(row)


def _filters() -> dict[str, str | None]:
    desk, actor = state.desk(), state.actor()
    names_of = {row.id: channel_names.account(row.name) for row in accounts.accounts(desk, actor)}
    doctors = {one.id: one.name for one in people.people(desk, actor) if one.has(Role.DOCTOR)}
    groups = {one.id: one.name for one in campaigns.campaigns(desk, actor)}
    with st.container(horizontal=True, key="filters-publications"):
        chosen = {
            "state": _filter("state", _("State"), {one.value: names.state(one) for one in PublicationState}),
            "account": _filter("account", _("Channel"), names_of),
            "author": _filter("author", _("Doctor"), doctors),
        }
        if groups:
            chosen["campaign"] = _filter("campaign", _("Campaign"), groups)
    return chosen


def _filter(name: str, label: str, values: dict[str, str]) -> str | None:
    key = f"publications-{name}"
    picked: str = st.selectbox(
        label,
        ["", *values],
        format_func=lambda one: values.get(one, _("All")),
        key=key,
        width=220,
        on_change=_first_page,
    )
    return picked or None


def _first_page() -> None:
    st.session_state["publications-page"] = 1


def _turn(number: int, more: bool) -> None:
    if number == 1 and not more:
        return
    with st.container(horizontal=True):
        st.button(_("Earlier page"), key="page-before", disabled=number == 1, on_click=_go, args=(number - 1,))
        st.button(_("Next page"), key="page-after", disabled=not more, on_click=_go, args=(number + 1,))


def _go(number: int) -> None:
    st.session_state["publications-page"] = number
