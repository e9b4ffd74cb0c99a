"""On which end of which scale a sentence stands: allowed or forbidden, raises or lowers, before or after food.

A denial near a word turns it round, so that “does not raise” stands where “lowers” stands. Knows no model and no score.
"""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

import yaml

from vectorstore.lexicon import Pattern, each, lexicon
from vectorstore.words import words

Span = tuple[int, int]
# characters between a denial and the word it turns; Chinese writes a word in two
_REACH, _BEHIND = {"zh": 6, "ru": 18, "en": 22}, 24
_NEXT = 24
_STOP = re.compile(r"[,;:，；：。.!?！？—]|\b(?:but|unless|except|а|но|кроме|если)\b|但|而")
_VERDICTS = frozenset({"permit", "oblige"})


@dataclass(frozen=True)
class Scales:
    """One language's scales, each (name, one end, the other), and what turns a word round."""

    ends: tuple[tuple[str, Pattern, Pattern], ...]
    before: Pattern
    behind: Pattern
    spares: Pattern
    spared: Pattern
    free_when_denied: Pattern


@dataclass(frozen=True)
class Stance:
    """`ends` gives each scale that is spoken of +1, -1, or 0 when both ends are named; `rest` is what else is said.

    `denied` are the words that a denial stands before, `told` the other words of the sentence.
    """

    ends: dict[str, int]
    rest: str
    denied: tuple[str, ...]
    told: tuple[str, ...]


@functools.cache
def scales(language: str) -> Scales:
    """The scales of a language; English where there are none for it."""
    plain = yaml.safe_load((files("vectorstore.lexicon") / "axes.yaml").read_text("utf-8"))
    if language not in plain["denials"]:
        return scales("en")
    found = []
    for name, written in plain["scales"].items():
        one, _, other = str(written[language]).partition(" ~ ")
        found.append((str(name), each(one.strip(), language), each(other.strip(), language)))
    for place, (first, second) in enumerate(lexicon(language).antonyms):
        found.append((f"pair {place}", first, second))
    denials = {name: each(source, language) for name, source in plain["denials"][language].items()}
    return Scales(tuple(found), **denials, free_when_denied=each(plain["free_when_denied"][language], language))


@functools.lru_cache(maxsize=4096)
def stance(text: str, language: str) -> Stance:
    """Read the folded text of one sentence, without its numbers and their bounds."""
    ends: dict[str, int] = {}
    letters, known = list(text), scales(language)
    turns, after = _spans(known.before, text), _spans(known.behind, text)
    spared, spared_after = _spans(known.spares, text), _spans(known.spared, text)
    for name, one, other in known.ends:
        found = _mentions(one, other, text)
        if not found:
            continue
        before, behind = (turns, after) if name in _VERDICTS else (turns + spared, after + spared_after)
        signs = set()
        for span, value in found:
            turned = _turned(span, text, language, before, behind)
            if name == "oblige" and turned < 0 < value and not known.free_when_denied.match(text, span[0]):
                ends["permit"] = -1
                continue
            signs.add(value * turned)
        if signs:
            ends[name] = signs.pop() if len(signs) == 1 else 0
        for (start, end), _ in found:
            while end < len(text) and language != "zh" and text[end].isalpha():
                end += 1
            letters[start:end] = " " * (end - start)
    for start, end in turns:
        letters[start:end] = " " * (end - start)
    if ends.get("permit") == -1 and ends.get("oblige") == 1:
        del ends["oblige"]  # “must be avoided” obliges to nothing else
    denied, told = _denied(text, language, turns)
    return Stance(ends, " ".join("".join(letters).split()), denied, told)


def _denied(text: str, language: str, turns: list[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first word of content after each denial, and every other word of content."""
    tails = [next(iter(words(text[end : end + _NEXT], language)), "") for _, end in turns]
    denied = tuple(dict.fromkeys(word for word in tails if word))
    return denied, tuple(word for word in dict.fromkeys(words(text, language)) if word not in denied)


def _spans(pattern: Pattern, text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text) if match.group()]


def _mentions(one: Pattern, other: Pattern, text: str) -> list[tuple[Span, int]]:
    """Where either end is named; of two that overlap the longer counts, for “not needed” holds “needed”."""
    found = [(match.span(), 1) for match in one.finditer(text) if match.group()]
    found += [(match.span(), -1) for match in other.finditer(text) if match.group()]
    kept: list[tuple[Span, int]] = []
    for span, value in sorted(found, key=lambda each: each[0][0] - each[0][1]):
        if not any(span[0] < other[1] and other[0] < span[1] for other, _ in kept):
            kept.append((span, value))
    return kept


def _turned(span: Span, text: str, language: str, turns: list[Span], after: list[Span]) -> int:
    """-1 when an odd number of denials reaches the word from before or behind, within its clause."""
    count = 0
    for _, end in turns:
        gap = span[0] - end
        if 0 <= gap <= _REACH.get(language, _REACH["en"]) and not _STOP.search(text[end : span[0]]):
            count += 1
    for start, _ in after:
        if 0 <= start - span[1] <= _BEHIND and not _STOP.search(text[span[1] : start]):
            count += 1
    return -1 if count % 2 else 1
