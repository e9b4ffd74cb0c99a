"""How long a text is, in the unit a network counts in."""

from enum import StrEnum

import regex

_GRAPHEME = regex.compile(r"\X")


class Unit(StrEnum):
    """What one unit of a limit is."""

    CHARACTERS = "characters"  # Unicode code points
    GRAPHEMES = "graphemes"  # what a reader sees as one sign
    UTF8_BYTES = "utf8_bytes"
    UTF16_UNITS = "utf16_units"


def length(text: str, unit: Unit | str) -> int:
    """Raises ValueError for a unit that is not known. A lone surrogate counts as the sign it is replaced by."""
    match Unit(unit):
        case Unit.CHARACTERS:
            return len(text)
        case Unit.GRAPHEMES:
            return sum(1 for _ in _GRAPHEME.finditer(text))
        case Unit.UTF8_BYTES:
            return len(text.encode("utf-8", "replace"))
        case Unit.UTF16_UNITS:
            return len(text.encode("utf-16-le", "replace")) // 2


def graphemes(text: str) -> list[str]:
    """The signs a reader sees, in order; joined they are the text."""
    return _GRAPHEME.findall(text)
