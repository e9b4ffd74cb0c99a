"""Holds every sentence of a model's output against the passages it names, and marks what is not in them.

Nothing is corrected and nothing is dropped: a person sees the sentence, its passages and what to look at.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from publisher.assistant.cues import lost, together, turned
from publisher.assistant.reading import Facts, Quantity, Reader
from publisher.assistant.tasks import HELD
from publisher.domain.assisting import Drafted, DraftSentence, How, Mark, Marked, Task

_CONTACT = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|org|net|ru|cn|io|info)\b"
    r"|@\w{3,}|(?:\+\d|\b\d)[\d ()-]{5,}\d",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]{0,200}>|[`|\\]|^\s*(?:#+|>|[-*+•]|\d+[.)、])\s+")
_LETTERS = re.compile(r"[^\W\d_]")
_LEAST_LETTERS = 6
_SLACK, _EXACT = {"time": 0.02}, 1e-6


def hold(
    task: Task, found: Sequence[Mapping[str, Any]], passages: Mapping[str, str], language: str, reader: Reader
) -> Drafted:
    """The items of an answer as sentences with marks. `passages` are all that was given, by id, unmasked or masked."""
    held = HELD[task]
    read = {name: reader.facts(text, reader.language_of(text)) for name, text in passages.items()}
    sentences = [
        _marked(text, str(item["part"]), item["sources"], passages, read, language, reader, held.near, held.denials)
        for item in found
        for text in _cut(str(item["text"]), reader)
    ]
    left_out: tuple[str, ...] = ()
    if held.keeps:
        sentences, left_out = _kept(sentences, read, language, reader)
    return Drafted(How.MODEL, tuple(sentences), left_out)


def _cut(text: str, reader: Reader) -> list[str]:
    """Plain sentences: marks of Markdown and HTML are taken off, so that no link comes in."""
    plain = " ".join(_MARKUP.sub(r"\1", line) for line in text.splitlines())
    plain = " ".join(plain.split())
    return [one.strip() for one in reader.sentences(plain)] or ([plain] if plain else [])


def _marked(
    text: str,
    part: str,
    named: Sequence[str],
    passages: Mapping[str, str],
    read: Mapping[str, Facts],
    language: str,
    reader: Reader,
    near: float,
    denials: bool,
) -> DraftSentence:
    ids = tuple(dict.fromkeys(one for one in named if one in passages))
    unknown = [one for one in named if one not in passages]
    marks = [Marked(Mark.UNKNOWN_SOURCE, one[:20]) for one in dict.fromkeys(unknown)]
    if not ids:
        marks.append(Marked(Mark.NO_SOURCE))
    own, cited = reader.facts(text, language), [read[one] for one in ids]
    marks += [Marked(Mark.NUMBER, words) for words in _strange_numbers(own, cited)]
    if denials and cited:
        if own.denials and not any(one.denials for one in cited):
            marks.append(Marked(Mark.NEGATION))
        if not own.denials and all(one.denials for one in cited):
            marks.append(Marked(Mark.LOST_NEGATION))
    words = " ".join(passages[one] for one in ids)
    marks += [Marked(Mark.CONTACT, one) for one in dict.fromkeys(_CONTACT.findall(text)) if one not in words]
    if len(_LETTERS.findall(text)) >= _LEAST_LETTERS and reader.language_of(text) != language:
        marks.append(Marked(Mark.LANGUAGE))
    if ids and part != "alternative_text" and reader.nearness(text, [passages[one] for one in ids]) < near:
        marks.append(Marked(Mark.UNSUPPORTED))
    return DraftSentence(text, part, ids, tuple(marks))


def _strange_numbers(own: Facts, cited: Sequence[Facts]) -> list[str]:
    """Quantities and figures of a sentence that none of the passages it names has."""
    known = [quantity for one in cited for quantity in one.quantities]
    figures = {figure for one in cited for figure in one.figures}
    strange = [one.text.strip() for one in own.quantities if not _among(one, known)]
    told = {figure for one in own.quantities for figure in _figures(one.text)}
    return [*strange, *(one for one in own.figures if one not in figures | told)]


def _figures(text: str) -> list[str]:
    return [one.replace(",", ".") for one in re.findall(r"\d+(?:[.,]\d+)?", text)]


def _among(one: Quantity, known: Sequence[Quantity]) -> bool:
    return any(_same(one, other) for other in known)


def _same(one: Quantity, other: Quantity) -> bool:
    if {one.dimension, other.dimension} == {"time", "times"}:  # four times a day is every six hours
        often, apart = (one, other) if one.dimension == "times" else (other, one)
        return abs(often.high * apart.low - 1) < 0.01 or abs(often.low * apart.high - 1) < 0.01
    pairs = ((one.low, other.low), (one.high, other.high))
    close = all(abs(a - b) <= _slack(one.dimension, a, b) * max(abs(a), abs(b), 1e-9) for a, b in pairs)
    return _kind(one) == _kind(other) and one.bound == other.bound and close


def _slack(dimension: str, a: float, b: float) -> float:
    """A month is not a whole number of days, so months come close to weeks; days and weeks are counted exactly."""
    whole_days = dimension == "time" and a == round(a) and b == round(b)
    return _EXACT if whole_days else _SLACK.get(dimension, _EXACT)


def _kind(one: Quantity) -> str:
    """Tablets, pads and cups are counted by a unit in one language and by none in another."""
    return "number" if one.dimension == "times" else one.dimension


def _kept(
    sentences: list[DraftSentence], read: Mapping[str, Facts], language: str, reader: Reader
) -> tuple[list[DraftSentence], tuple[str, ...]]:
    """Marks the sentences whose passages say more numbers or negations than they do; names passages nothing renders."""
    facts = [reader.facts(one.text, language) for one in sentences]
    more: dict[int, list[Marked]] = {}
    left_out = []
    for name, source in read.items():
        places = [place for place, one in enumerate(sentences) if name in one.ids]
        if not places:
            if source.quantities or source.figures or source.denials:
                left_out.append(name)
            continue
        said = [quantity for place in places for quantity in facts[place].quantities]
        figures = {figure for place in places for figure in facts[place].figures}
        told = {figure for one in source.quantities for figure in _figures(one.text)}
        gone = [one.text.strip() for one in source.quantities if not _among(one, said)]
        gone += [one for one in source.figures if one not in figures | told]
        marks = [Marked(Mark.LOST_NUMBER, words) for words in gone]
        shared = len({one for place in places for one in sentences[place].ids}) > 1
        marks += _polarity(source, [facts[place] for place in places], shared)
        more.setdefault(places[0], []).extend(marks)
    return [_with(one, more.get(place, [])) for place, one in enumerate(sentences)], tuple(left_out)


def _polarity(source: Facts, rendered: Sequence[Facts], shared: bool) -> list[Marked]:
    """Fewer denials than the passage has are lost ones; more are new ones, unless other passages stand there too."""
    pairs = (
        (sum(one.denials for one in rendered), source.denials),
        (sum(one.denying_words for one in rendered), source.denying_words),
        (sum(one.cues.negators for one in rendered), source.cues.negators),
    )
    all_cues = together([one.cues for one in rendered])
    marks = [Marked(Mark.NUMBER, words) for words in turned(source.cues, all_cues)]
    marks += [Marked(Mark.LOST_NEGATION, words) for words in lost(source.cues, all_cues)]
    if not shared:
        marks += [Marked(Mark.NEGATION, words) for words in lost(all_cues, source.cues)]
    if any(said < needed for said, needed in pairs):
        marks.append(Marked(Mark.LOST_NEGATION))
    if not shared and any(said > needed for said, needed in pairs):
        marks.append(Marked(Mark.NEGATION))
    return marks


def _with(one: DraftSentence, marks: Sequence[Marked]) -> DraftSentence:
    every = tuple(dict.fromkeys((*one.marks, *marks)))
    return DraftSentence(one.text, one.part, one.ids, every)
