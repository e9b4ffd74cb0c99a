"""Reads the files a component is made of and registers it; shared CSS comes first."""

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def register(name: str, *parts: str) -> Any:
    """Register the component that `<name>.html`, `.css` and `.js` here make up; `parts` are scripts before it."""
    html = _read(f"{name}.html") or "<div class='root'></div>\n"
    script = "".join(_read(f"{part}.js") for part in (*parts, name))
    css = _read("shared.css") + _read(f"{name}.css")
    return st.components.v2.component(f"publisher_{name}", html=html, css=css, js=script)


def _read(file: str) -> str:
    path = _HERE / file
    return path.read_text(encoding="utf-8") if path.exists() else ""


def nothing() -> None:
    """A callback that only makes a state or trigger key known to Streamlit."""
