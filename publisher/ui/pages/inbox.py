"""Inbox: what waits on each route, the same question as one line, and one line in full."""

import streamlit as st

from publisher.domain.triage import Route
from publisher.services import inbox
from publisher.services.inbox import GroupLine
from publisher.ui import inbox_names, paging, rows, state
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import NAMES, _, moment, ngettext, number
from publisher.ui.pages.inbox_line import show
from publisher.ui.routes import go, href

SIZE = 20
_PAGES = "inbox-page"
_TABS = (Route.URGENT, Route.DOCTOR, Route.MODERATOR, Route.SET_ASIDE)


def page() -> None:
    if group := st.query_params.get("group"):
        show(group)
        return
    st.title(_("Inbox"))
    state.show_refusals("inbox")
    counts = inbox.counts(state.desk(), state.actor())
    route = _route(counts)
    found = paging.shown(lambda page: inbox.groups(state.desk(), state.actor(), route, page=page, size=SIZE))
    if not found.items:
        rows.empty("task_alt", _("Nothing waits here."))
        return
    lines = [_row(line, route) for line in found.items]
    if opened := link_list(lines, inbox_names.route(route), key=f"inbox-{route.value}"):
        go("inbox", group=opened, route=route.value)
    paging.turn(found, _PAGES)


def _route(counts: dict[Route, int]) -> Route:
    """The chosen tab; its value lives in the address."""
    wanted = st.query_params.get("route", "")
    first = next((route for route in _TABS if counts[route]), Route.DOCTOR)
    chosen = st.pills(
        _("Route"),
        list(_TABS),
        default=Route(wanted) if wanted in list(_TABS) else first,
        format_func=lambda route: f"{inbox_names.route(route)} · {number(counts[route])}",
        key="inbox-route",
        label_visibility="collapsed",
        required=True,
        on_change=_chosen,
    )
    return chosen or first


def _chosen() -> None:
    if chosen := st.session_state["inbox-route"]:
        st.query_params["route"] = chosen.value
    paging.begin_anew(_PAGES)


def _row(line: GroupLine, route: Route) -> Row:
    zone = state.person().zone
    more = [NAMES[line.language], ", ".join(line.communities[:3]), moment(line.newest, zone)]
    if line.apart:
        told = ngettext("{count} differs in a detail", "{count} differ in a detail", line.apart)
        more.append(told.format(count=number(line.apart)))
    if line.edits:
        told = ngettext("{count} edit of an earlier message", "{count} edits of earlier messages", line.edits)
        more.append(told.format(count=number(line.edits)))
    asked = line.count - line.apart
    times = (
        ngettext("asked {count} time", "asked {count} times", asked).format(count=number(asked)) if asked > 1 else ""
    )
    tag = _("Taken") if line.taken else times
    title = line.text if len(line.text) <= 180 else line.text[:179] + "…"
    address = href("inbox", group=line.id, route=route.value)
    return Row(line.id, address, title, line.language, more, tag, "good" if line.taken else "")
