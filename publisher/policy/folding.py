"""Folds a text for matching, so that no disguise hides a phrase: letters of another script that look the same, letters
spaced out, signs and invisible characters between them, a line broken in mid-phrase, traditional characters.

Decides nothing. Every character kept knows where it stood.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from publisher.domain.places import Language

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_SIGNS = "*_^`•·・\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_fallen = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_mark = re.compile(f"[{_MARKS}]")
_wide = re.compile("[\u3371-\u33df\u2100-\u2121]")  # one character that stands for several letters: ㎎, ℡
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_between_han = re.compile(f"(?<=[{_HAN}])[ \t#@&|~丨.\\-{_SIGNS}]{{1,4}}(?=[{_HAN}])")
_between_letters = re.compile(f"(?<=[^\\W\\d_])[{_SIGNS}]{{1,4}}(?=[^\\W\\d_])")
_spaced = re.compile(r"(?<![\w])[^\W\d_](?:[ .\-_*·|~][^\W\d_](?!\w)){3,}")
_all_spaced = re.compile(r"(?<![\w'])[\w'](?: [\w'](?![\w']))+(?=  |[.,!?\n]|$)")
_separator = re.compile(r"[ .\-_*·|~]")
_broken_line = re.compile(r"(?<=[\w,»”\")])[ \t]*\n[ \t]*(?=[a-zа-яё])")
_open_line = re.compile(f"(?<=[{_HAN}])[ \t]*\n[ \t]*(?=[{_HAN}])")
_mixed = re.compile(
    r"[A-Za-z\u0370-\u03ff][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z\u0370-\u03ff]|[A-Za-z][\u0370-\u03ff]|[\u0370-\u03ff][A-Za-z]"
)
_word = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u04ff]+")
_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_GREEK_AS_LATIN = dict(zip("ανοερκτιυχβμηω", "avoepktiuxbmnw", strict=True))
_LATIN_AS_RUSSIAN = dict(zip("aceopxykmhtburnwg", "асеорхукмнтвигпшд", strict=True))
_CYRILLIC_AS_LATIN = dict(zip("асеорхукмнтвіјѕѵԍԛԝпгшһ", "aceopxykmhtbijsvgqwnrwh", strict=True))
_TWINS = {
    Language.RU: _LATIN_AS_RUSSIAN
    | {greek: _LATIN_AS_RUSSIAN[latin] for greek, latin in _GREEK_AS_LATIN.items() if latin in _LATIN_AS_RUSSIAN},
    Language.EN: _CYRILLIC_AS_LATIN | _GREEK_AS_LATIN,
}
"""For each letter of another alphabet the one of this language that looks the same, small or as a capital."""
_DIGIT_TWINS = {
    Language.RU: {"0": "о", "3": "з", "4": "ч", "6": "б"},
    Language.EN: {"0": "o", "1": "i", "3": "e", "4": "a"},
}
_digit_in_word = re.compile(r"(?<=[^\W\d_]{2})[01346](?=[^\W\d_])")
_PLACES = ((0x00AA, 0x00BA), (0x1D00, 0x1DBF), (0x2070, 0x209C), (0x2100, 0x24FF), (0x2E80, 0x2FDF), (0x3280, 0x33FF))
_MORE_PLACES = (
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x1D400, 0x1D7FF),
    (0x1F100, 0x1F1AD),
    (0x0660, 0x0669),
    (0x0966, 0x096F),
)
_SPACES = dict.fromkeys(
    (0x3000, 0xA0, 0x2000, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x202F), 32
)
_LINES = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), 10)


def _same_letter() -> dict[int, int]:
    """Letters and digits in other clothes, one for one: full width, circled, mathematical, superscript."""
    table: dict[int, int] = {}
    for first, last in (*_PLACES, *_MORE_PLACES):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            digit = unicodedata.decimal(chr(code), None)
            if digit is not None:
                table[code] = ord("0") + digit
            elif len(plain) == 1 and plain != chr(code) and plain.isalnum():
                table[code] = ord(plain)
    return table


_SAME = _same_letter()
_LETTERS = {0xFF05: ord("%"), 0x2019: ord("'"), ord("ё"): ord("е")}
_PLAIN = {code: ord(chr(plain).lower()) for code, plain in _SAME.items()} | _SPACES | _LINES | _LETTERS


@cache
def _simplified() -> dict[int, int]:
    lines = (Path(__file__).parent / "words" / "simplified.txt").read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return {ord(pair[0]): ord(pair[1]) for pair in pairs}


def fold(text: str, language: Language | None = None) -> tuple[str, list[int] | None]:
    """The folded text and, where characters fell out or multiplied, the original offset of each character left.

    Without a language only what is the same in all of them is done.
    """
    offsets: list[int] | None = None
    if _fallen.search(text) or _wide.search(text):
        text, offsets = _without_fallen(text)
    lowered = _lower(text)
    folded = lowered.translate(_PLAIN)
    if language is Language.ZH:
        folded = folded.translate(_simplified())
    elif language is not None:
        folded = _own_alphabet(folded, language)
    if language is not None:
        folded, offsets = _without_gaps(folded, offsets, language)
    return folded, offsets


def undisguised(text: str) -> tuple[str, list[int] | None]:
    """The text with letters and digits in their plain clothes, in their own case, and without what cannot be seen, with
    the original offset of each character where some fell out."""
    offsets: list[int] | None = None
    if _fallen.search(text):
        text, offsets = _without_fallen(text)
    return text.translate(_SAME), offsets


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)  # a few would grow


def _without_fallen(text: str) -> tuple[str, list[int]]:
    """Invisible characters and marks over letters left out, what stands for several letters written out."""
    kept: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if _fallen.match(character):
            whole = unicodedata.normalize("NFC", kept[-1] + character) if kept and _mark.match(character) else ""
            if len(whole) == 1:
                kept[-1] = whole
            continue
        for letter in unicodedata.normalize("NFKC", character) if _wide.match(character) else character:
            kept.append(letter)
            offsets.append(index)
    return "".join(kept), offsets


def _own_alphabet(text: str, language: Language) -> str:
    """Words of mixed alphabets in the one of the language, where every strange letter has a twin in it."""
    if _digit_in_word.search(text):
        digits = _DIGIT_TWINS[language]
        text = _digit_in_word.sub(lambda match: digits.get(match.group(), match.group()), text)
    if not _mixed.search(text):
        return text
    twins, own = _TWINS[language], _RUSSIAN if language is Language.RU else _LATIN

    def turned(match: "re.Match[str]") -> str:
        word = match.group()
        strange = {letter for letter in word if letter not in own}
        if not strange or len(strange) == len(set(word)) or not strange <= twins.keys():
            return word
        return "".join(twins.get(letter, letter) if letter in strange else letter for letter in word)

    return _word.sub(turned, text)


def _without_gaps(text: str, offsets: list[int] | None, language: Language) -> tuple[str, list[int] | None]:
    """What keeps the letters of a word apart left out, and a line that goes on in the next joined to it."""
    out: list[tuple[int, int]] = []
    if language is Language.ZH:
        out += [match.span() for match in _between_han.finditer(text)]
    else:
        text = _broken_line.sub(lambda match: " " * len(match.group()), text)
        out += [match.span() for match in _between_letters.finditer(text)]
        if _spaced.search(text):
            runs = [*_spaced.finditer(text), *_all_spaced.finditer(text)]
            out += {gap.span() for run in runs for gap in _separator.finditer(text, *run.span())}
    if not out:
        return text, offsets
    kept, places = without(text, sorted(out))
    return kept, [offsets[place] for place in places] if offsets else places


def joined(text: str) -> tuple[str, list[int]] | None:
    """A folded Chinese text with lines that end without a mark joined to the next, and where each character stood; None
    where no line ends so."""
    breaks = [match.span() for match in _open_line.finditer(text)]
    return without(text, breaks) if breaks else None


def without(text: str, gaps: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """The text without some stretches, in order, and the place of each character left."""
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for start, end in [*gaps, (len(text), len(text))]:
        if start >= last:
            kept.append(text[last:start])
            places.extend(range(last, start))
        last = max(last, end)
    return "".join(kept), places
