"""The pages of this session by their address, so that one page can lead to another without importing it."""

from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

_KEY = "pages"


def remember(pages: dict[str, st.Page]) -> None:
    st.session_state[_KEY] = pages


def known(path: str) -> st.Page:
    """A page of hers."""
    page: st.Page = st.session_state[_KEY][path]
    return page


def href(path: str, **query: str) -> str:
    return f"/{path}" + (f"?{urlencode(query)}" if query else "")


def go(path: str, **query: str) -> NoReturn:
    st.switch_page(known(path), query_params=query)
