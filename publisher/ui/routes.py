"""The pages of this run by their address, so that one page can lead to another without importing it."""

from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

ROUTES: dict[str, st.Page] = {}


def href(path: str, **query: str) -> str:
    return f"/{path}" + (f"?{urlencode(query)}" if query else "")


def go(path: str, **query: str) -> NoReturn:
    st.switch_page(ROUTES[path], query_params=query)
