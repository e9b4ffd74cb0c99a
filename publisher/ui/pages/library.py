"""Library: everything written or imported here, searched and filtered in the database, one entry at a time in full."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from publisher.domain.checking import EntryKind
from publisher.domain.entries import EntryStatus
from publisher.domain.places import Language
from publisher.services import library
from publisher.ui import names, rows, state
from publisher.ui.components.lists import link_list
from publisher.ui.i18n import NAMES, _
from publisher.ui.pages.library_entry import show
from publisher.ui.routes import go

SIZE = 20


def page() -> None:
    if entry := st.query_params.get("entry"):
        show(entry)
        return
    st.title(_("Library"))
    words = _search()
    language, status, kind = _filters()
    number = _page_number()
    found = library.entries(
        state.desk(),
        state.actor(),
        words=words or "",
        language=language,
        status=status,
        kind=kind,
        page=number,
        size=SIZE,
    )
    if not found.items:
        rows.empty("search_off", _("Nothing here matches.") if words or status or kind else _("The library is empty."))
        return
    st.text(rows.many(found.total, found.capped, found.items))
    zone = state.person().zone
    lines = [rows.entry_row(row, zone) for row in found.items]
    if opened := link_list(lines, _("Library"), key="library-list"):
        go("library", entry=opened)
    pages = max(1, -(-found.total // SIZE))
    if pages > 1:
        st.pagination(pages, default=min(number, pages), key="library-page", on_change=_turn)


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


def _page_number() -> int:
    wanted = st.query_params.get("page", "1")
    return max(1, int(wanted)) if wanted.isdigit() else 1


def _first_page() -> None:
    st.query_params.pop("page", None)
    st.session_state.pop("library-page", None)


def _turn() -> None:
    st.query_params["page"] = str(st.session_state["library-page"])
