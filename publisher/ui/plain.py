"""People's words where Streamlit reads Markdown: labels, headings, captions. `st.text` needs none of it."""

import re

_SIGNS = re.compile(r"[\\`*_~$\[\]<>#|:!]")
_LIST = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+])(?=\s)")


def plain(words: str) -> str:
    """The same words, each sign shown as it is: “5~6” struck out, or a stranger's link in a heading, misleads."""
    escaped = _SIGNS.sub(lambda found: f"\\{found[0]}", words)
    return _LIST.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", escaped)
