"""A plain table of texts that a phone shows as blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.ui.components.assets import register

_TABLE = register("table")


@dataclass(frozen=True)
class Cell:
    """One text. `tag` is "", plain, good, wait or stop: shown as a small label; `url` makes it a link."""

    text: str
    tag: str = ""
    url: str | None = None


def table(label: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], key: str) -> None:
    """Show the rows under their columns; the first cell of a row names it. An address that is not http(s) is text."""
    shown = [
        [{"text": one.text, "tag": one.tag, "url": one.url if _is_web(one.url) else ""} for one in row] for row in rows
    ]
    _TABLE(key=key, data={"label": label, "columns": list(columns), "rows": shown})


def _is_web(url: str | None) -> bool:
    return url is not None and url.startswith(("https://", "http://"))
