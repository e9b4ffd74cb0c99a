"""Library: everything written or imported here, searched and filtered in the database, one entry at a time in full."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus
from publisher.domain.places import Language
from publisher.services import library
from publisher.ui import names, paging, rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.i18n import NAMES, _
from publisher.ui.pages.library_entry import show
from publisher.ui.routes import go

SIZE = 20
_PAGES = "library-page"


def page() -> None:
    if entry := st.query_params.get("entry"):
        show(entry)
        return
    st.title(_("Library"))
    words = _search()
    language, status, kind = _filters()
    wanted: dict[str, Any] = {"words": words or "", "language": language, "status": status, "kind": kind, "size": SIZE}
    found = paging.shown(lambda page: library.entries(state.desk(), state.actor(), page=page, **wanted))
    if not found.items:
        rows.empty("search_off", _("Nothing here matches.") if words or status or kind else _("The library is empty."))
        return
    st.text(rows.many(found.total, found.capped, found.items))
    zone = state.person().zone
    lines = [rows.entry_row(row, zone) for row in found.items]
    if opened := link_list(lines, _("Library"), key="library-list"):
        go("library", entry=opened)
    paging.turn(found, _PAGES)


def _search() -> str:
    words = st.text_input(
        _("Search"),
        type="search",
        live="250ms",
        key="library-words",
        icon=":material/search:",
        placeholder=_("Words in title, question or text"),
        label_visibility="collapsed",
        on_change=_first_page,
        persist_state="session",
    )
    return words or ""


def _filters() -> tuple[Language | None, EntryStatus | None, EntryKind | None]:
    """Chosen values live in the address as ids, so that a link means the same in every language."""
    with st.container(horizontal=True, key="filters-library"):
        language = _choice("language", _("Language"), Language, lambda one: NAMES[one], 170)
        status = _choice("status", _("Status"), EntryStatus, names.status, 210)
        kind = _choice("kind", _("Kind"), EntryKind, names.kind, 150)
    return language, status, kind


def _choice(name: str, label: str, kind: Any, called: Callable[[Any], str], width: int) -> Any:
    wanted = st.query_params.get(name)
    values = ["", *kind]  # a chosen None would be shown as nothing chosen
    key = f"library-{name}"
    if key not in st.session_state:
        st.session_state[key] = kind(wanted) if wanted in list(kind) else ""
    chosen = st.selectbox(
        label,
        values,
        format_func=lambda one: called(one) if one else _("All"),
        key=key,
        on_change=_chosen,
        args=(name, key),
        width=width,
    )
    return chosen or None


def _chosen(name: str, key: str) -> None:
    value = st.session_state[key]
    if not value:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value.value
    _first_page()


def _first_page() -> None:
    paging.begin_anew(_PAGES)
