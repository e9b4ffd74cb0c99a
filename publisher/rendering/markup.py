"""Builds HTML and XML from Python values: every string is escaped unless it is `Markup`, which only safe code makes."""

from collections.abc import Iterable
from functools import cache
from html import escape

_QUOTE, _ESCAPED = '"', "&quot;"
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


class Markup(str):
    """Text that is markup already: from this module, or from the allow-list in `markdown.clean`."""

    __slots__ = ()


Child = str | Markup | None | Iterable["Child"]


def text(child: Child) -> Markup:
    """Escape what is a plain string, keep what is Markup, join what is a sequence, drop None."""
    return Markup(_text(child))


def element(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """`element("p", "5 < 6", class_="x")`. A trailing underscore is dropped, an inner one becomes a hyphen."""
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join([_text(child) for child in children])}</{name}>")


def _text(child: Child) -> str:
    if type(child) is Markup:
        return child
    if isinstance(child, str):
        return escape(printable(child), quote=False)
    return "" if child is None else "".join([_text(part) for part in child])


def _attribute(key: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return f" {_name(key)}" if value else ""
    return f' {_name(key)}="{escape(printable(value), quote=False).replace(_QUOTE, _ESCAPED)}"'


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def printable(value: str) -> str:
    """Without the control characters and lone surrogates that neither HTML nor XML may hold."""
    if value.isprintable():
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in value if c in "\t\n" or (c >= " " and not _forbidden(ord(c))))


def _forbidden(code: int) -> bool:
    return 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
