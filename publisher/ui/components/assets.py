"""Reads the files a component is made of and registers it; shared CSS comes first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def register(name: str, *parts: str) -> Callable[..., Any]:
    """Register the component that `<name>.html`, `.css` and `.js` here make up; `parts` are scripts before it.

    Its `data` goes to the browser as a list of one: each value of a bare mapping Streamlit would hold against every
    kind of table there is, and it imports pandas for that, which is a second of the first page.
    """
    html = _read(f"{name}.html") or "<div class='root'></div>\n"
    script = "".join(_read(f"{part}.js") for part in (*parts, name))
    css = _read("shared.css") + _read(f"{name}.css")
    mounted: Callable[..., Any] = st.components.v2.component(f"publisher_{name}", html=html, css=css, js=script)

    def mount(*, data: dict[str, Any], **more: Any) -> Any:
        return mounted(data=[data], **more)

    return mount


def _read(file: str) -> str:
    path = _HERE / file
    return path.read_text(encoding="utf-8") if path.exists() else ""


def nothing() -> None:
    """A callback that only makes a state or trigger key known to Streamlit."""
