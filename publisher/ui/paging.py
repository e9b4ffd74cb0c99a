"""A long list page by page: which page is shown lives in the address, and it never stands past the last one."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from publisher.services.views import Page

Item = TypeVar("Item")
_LONGEST = 6  # digits of a page's number


def shown(fetch: Callable[[int], Page[Item]]) -> Page[Item]:
    """The page that the address names; the last one where it names one past it, as lines go while somebody reads."""
    found = fetch(_wanted())
    if found.items or not found.total:
        return found
    last = _last(found)
    st.query_params["page"] = str(last)
    return fetch(last)


def turn(found: Page[Any], key: str) -> None:
    """The way to the other pages, where there are any."""
    if (last := _last(found)) > 1:
        st.pagination(last, default=min(found.page, last), key=key, on_change=_turned, args=(key,))


def begin_anew(key: str) -> None:
    """Another list is shown from its first page on."""
    st.query_params.pop("page", None)
    st.session_state.pop(key, None)


def _wanted() -> int:
    said = st.query_params.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) <= _LONGEST else 1


def _last(found: Page[Any]) -> int:
    return max(1, -(-found.total // found.size))


def _turned(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])
