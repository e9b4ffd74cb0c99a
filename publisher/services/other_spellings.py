"""Other ways to write a name or a number that was found: another case, Latin for Cyrillic and pinyin, other spaces.

It decides only what looks the same; what is personal was decided before.
"""

import re
from collections.abc import Iterator

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_IN_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh sch * i * e iu ia"
_CYRILLIC = dict(zip(_LETTERS, _IN_LATIN.split(), strict=True))
_ALIKE = (("shch", "sch"), ("shh", "sch"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ks", "x"), ("ph", "f"), ("w", "v"))
_GLIDE = re.compile(r"(?<![aeiou])[yj](?=[aou])|(?<=[aeiou])[yj](?=[aeou])")
_SAME = str.maketrans({"y": "i", "j": "i", "'": None, "’": None, "*": None})
_ENDING = re.compile(r"(?<=..)(?:ami|iami|imi|ogo|omu|oi|oiu|ei|eiu|om|em|im|ih|ou|[aeiou]+)$")
_WORD = re.compile(r"[A-ZА-ЯЁ][\w'’-]*")
_NUMBER = re.compile(r"\d(?:[\s().–-]{0,3}\d){5,}")
_HAN = re.compile(r"[㐀-鿿]{2,4}")
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|[aeiouüv]))"
)
_TWO_WORDS = re.compile(r"\b[A-Z][a-zü]{1,17}(?:[ -][A-Z][a-zü]{0,17}){1,2}\b")
_LEAST_KEY, _LEAST_DIGITS = 3, 7
_STREETS = "street road avenue lane house flat улица проспект переулок дом квартира шоссе"
_GENERIC = frozenset(_STREETS.split())


def key(word: str) -> str:
    """What stays of a name in every case and in Latin or Cyrillic letters: “Петровой” and “Petrova” have the same."""
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in word.lower())
    for one, other in _ALIKE:
        latin = latin.replace(one, other)
    latin = _GLIDE.sub("i", latin).translate(_SAME)
    latin = re.sub(r"(.)\1", r"\1", latin)
    return _ENDING.sub("", latin)


def keys(words: str) -> set[str]:
    """The keys of the words of a name or an address that begin with a capital."""
    found = (one.group() for one in _WORD.finditer(words))
    return {key(one) for one in found if one.lower() not in _GENERIC and len(key(one)) >= _LEAST_KEY}


def written_alike(text: str, wanted: set[str]) -> Iterator[tuple[int, int, str]]:
    """Capitalised words whose key is wanted: start, end, key."""
    for match in _WORD.finditer(text):
        if (found := key(match.group())) in wanted:
            yield match.start(), match.end(), found


def digits(words: str) -> str:
    return re.sub(r"\D", "", words)


def numbers_alike(text: str, wanted: set[str]) -> Iterator[tuple[int, int, str]]:
    """Numbers with the digits of a wanted one, or the last seven of them and more, however they are spaced."""
    for match in _NUMBER.finditer(text):
        found = digits(match.group())
        same = next((one for one in wanted if found in one or one in found), None)
        if same is not None and len(found) >= _LEAST_DIGITS:
            yield match.start(), match.end(), same


def pinyin_of(text: str, names: list[str]) -> Iterator[tuple[int, int, str]]:
    """Two or three capitalised words of pinyin with as many syllables as a Chinese name has characters."""
    for name in names:
        if not _HAN.fullmatch(name):
            continue
        for match in _TWO_WORDS.finditer(text):
            if _syllables(match.group()) == len(name):
                yield match.start(), match.end(), name


def _syllables(words: str) -> int:
    """How many syllables of pinyin; 0 where a word is no pinyin."""
    total = 0
    for word in re.split(r"[ -]", words.lower()):
        best = _fewest(word)
        if not best:
            return 0
        total += best
    return total


def _fewest(word: str) -> int:
    for count in (1, 2, 3):
        if re.fullmatch(rf"{_SYLLABLE}{{{count}}}", word):
            return count
    return 0
