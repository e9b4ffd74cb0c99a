"""How long a text is, in the unit a network counts in."""

from enum import StrEnum

import regex

from publisher.domain.sentences import Sentence, say
from publisher.rendering.links import links_in

_GRAPHEME = regex.compile(r"\X")


class Unit(StrEnum):
    """What one unit of a limit is."""

    CHARACTERS = "characters"  # Unicode code points
    GRAPHEMES = "graphemes"  # what a reader sees as one sign
    UTF8_BYTES = "utf8_bytes"
    UTF16_UNITS = "utf16_units"
    LINKS_23 = "characters_links_23"  # signs; a link counts 23, a name on another server its first half (Mastodon)
    LATIN_HALF = "characters_latin_half"  # Chinese and Cyrillic letters 1, ASCII a half, rounded up (Weibo)


_CALLED = {
    Unit.CHARACTERS: say("characters"),
    Unit.GRAPHEMES: say("visible characters"),
    Unit.UTF8_BYTES: say("bytes"),
    Unit.UTF16_UNITS: say("characters, most emoji counting two"),
    Unit.LINKS_23: say("characters, a link counting 23"),
    Unit.LATIN_HALF: say("characters, Latin letters counting half"),
}


def called(unit: Unit | str) -> Sentence:
    """A unit as people call it. Raises ValueError for one that is not known."""
    return _CALLED[Unit(unit)]


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
        case Unit.LINKS_23:
            return _with_short_links(text)
        case Unit.LATIN_HALF:
            return (sum(1 if character.isascii() else 2 for character in text) + 1) // 2


_REMOTE_NAME = regex.compile(r"(?<![\w/=])@([A-Za-z0-9_]+(?:[\w.-]+[A-Za-z0-9_]+)?)@[\w.-]+\w")
_LINK_LENGTH = 23


def _with_short_links(text: str) -> int:
    """Mastodon's rule: every http or https link counts 23, `@alice@example.org` counts as `@alice`."""
    links = links_in(text)
    rest, position = [], 0
    for start, end, _ in links:
        rest.append(text[position:start])
        position = end
    rest.append(text[position:])
    shortened = (_REMOTE_NAME.sub(r"@\1", piece) for piece in rest)
    return sum(length(piece, Unit.GRAPHEMES) for piece in shortened) + _LINK_LENGTH * len(links)


def graphemes(text: str) -> list[str]:
    """The signs a reader sees, in order; joined they are the text."""
    return _GRAPHEME.findall(text)
