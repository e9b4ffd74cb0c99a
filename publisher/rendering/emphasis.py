"""Lets `*` and `**` work beside Chinese and Cyrillic letters, where CommonMark wants a space that nobody types.

Only widens what may open or close, only for `*`, and only where one of the two scripts is involved.
"""

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_RANGES = (
    (0x0400, 0x052F),  # Cyrillic
    (0x1100, 0x11FF),  # Hangul
    (0x2E80, 0x9FFF),  # radicals, CJK punctuation, kana, ideographs
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),
)
_TERMINAL = frozenset(".,:;!?…。，、：；！？．")
_REACH = 8  # how many signs to look past for the letter behind them


def emphasis_beside_letters(markdown: MarkdownIt) -> None:
    """Plugin: replaces the tokenizer of the `emphasis` rule; pairing stays the parser's own."""
    markdown.inline.ruler.at("emphasis", _tokenize)


def _tokenize(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close, length = scanned.can_open, scanned.can_close, scanned.length
    if marker == "*":
        can_open = can_open or _opens(state, state.pos, state.pos + length)
        can_close = can_close or _closes(state, state.pos, state.pos + length)
    for _ in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += length
    return True


def _opens(state: StateInline, start: int, end: int) -> bool:
    """`体温**≥38℃` and `слово**(важно)` open; a sign that ends something never does."""
    if start == 0 or end >= state.posMax or isWhiteSpace(ord(state.src[end])):
        return False
    after = state.src[end]
    if after in _TERMINAL or unicodedata.category(after) in ("Pe", "Pf"):
        return False
    return _ours(state.src[start - 1]) or _reaches(state.src[end : min(end + _REACH, state.posMax)])


def _closes(state: StateInline, start: int, end: int) -> bool:
    """`注意：**不要` and `важно!**обратитесь` close; a sign that begins something never does."""
    if start == 0 or end >= state.posMax or isWhiteSpace(ord(state.src[start - 1])):
        return False
    if unicodedata.category(state.src[start - 1]) in ("Ps", "Pi"):
        return False
    return _ours(state.src[end]) or _reaches(state.src[max(0, start - _REACH) : start][::-1])


def _reaches(text: str) -> bool:
    """Whether the signs at the beginning of `text`, or the first letter behind them, are of our scripts."""
    for character in text:
        if _ours(character):
            return True
        if not (isMdAsciiPunct(ord(character)) or isPunctChar(character)):
            return False
    return False


def _ours(character: str) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in _RANGES)
