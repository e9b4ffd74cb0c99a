"""Names of people: a tagger for Chinese and Russian, cues for all languages, and lists of what only looks like a name.

A name near a word for a patient blocks; any other is told as a note, since authors and experts are named by right.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from publisher.domain.checking import Level
from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.personal import (
    chinese_names,
    english_names,
    foreign_names,
    given_names,
    latin_names,
    russian_names,
)
from publisher.policy.personal.chat_cues import CHAT_CUES
from publisher.policy.personal.items import Item
from publisher.policy.personal.name_cues import CUES, NOT_NAMES
from publisher.policy.text import Text

_PATIENT = re.compile(
    r"(?i)患者|病人|患儿|住院|пациент|больн(?:ая|ой)|диагноз у|\bpatient\b|\b(?:her|his) chart|was diagnosed|"
    r"clinic yesterday"
)
_zh_before = re.compile(r"(?:患者|病人|患儿|姓名|我叫|名叫)(?:姓名)?[:：是]?\s?(?:老|小)?$")
_zh_after = re.compile(r"(?:女士|先生|阿姨|大爷)?[，,、（(\s]*(?:男|女|\d{1,3}岁)")
_zh_eponym = re.compile(
    r"^(?:氏|综合征|综合症|病(?!人)|征|反射|试验|体征|手术|法|评分|线|管|细胞|杆菌|菌|现象|三联|囊肿|骨折|腺)"
)
_zh_substance = re.compile(
    r"综合[征症]|[酮坦氯唑啶胺酯碱酸菌痹丸痰癌瘤疹疡疮尿膀胱肾脾骶颅]|^.氏|^[a-z]+$|^[A-Z](?=[\u4e00-\u9fff])"
)
_zh_line = re.compile(r"[^。！？!?\n\r]{1,300}[。！？!?]*")
_ru_paragraph = re.compile(r"[^\n]{1,1500}")
_ru_eponym = re.compile(
    r"(?i)(?:болезн|синдром|тест|метод|проб|симптом|шкал|операц|индекс|лимфом|саркоом|узл|маз|раствор|аппарат|реакц|клетк|палочк|"
    r"триад|признак|формул|классификац|диет|поз|упражнени|анеми|хоре|тиреоидит|гимнастик)\w*\.?\s*$"
)


def preload() -> None:
    """Reads the taggers, so that checks touch no file."""
    if chinese_names.available():
        chinese_names.tagger()
    russian_names.preload()


def names(text: Text) -> Iterator[Item]:
    seen: list[tuple[int, int]] = []
    for start, end in [*_by_cues(text), *_by_tagger(text), *given_names.alone(text.raw, text.language)]:
        name = text.raw[start:end]
        if not NOT_NAMES.match(name) and not is_eponym(text, start, end):
            seen.append((start, end))
    seen += foreign_names.names(text.raw, text.language)
    for start, end in sorted(set(seen)):
        yield Item("name", start, end, level_of_name(text.raw, start, end, text.language), 1)


def level_of_name(raw: str, start: int, end: int, language: Language) -> Level | None:
    """None is the rule's own level, for a patient's name; a name without a patient beside it is only told."""
    if language is Language.ZH:  # 患者 stands everywhere in Chinese teaching: it must stand at the name itself
        beside = _zh_before.search(raw[max(0, start - 8) : start]) or _zh_after.match(raw[end : end + 8])
        return None if beside else Level.NOTE
    left = max([raw.rfind(mark, max(0, start - 60), start) for mark in "。！？\n!?"])
    left = left + 1 if left >= 0 else max(0, start - 60)
    return None if _PATIENT.search(raw, left, min(len(raw), end + 25)) else Level.NOTE


def _by_cues(text: Text) -> Iterator[tuple[int, int]]:
    for pattern in CUES[text.language]:
        for match in every(pattern, text.raw):
            start, end = match.span(match.lastgroup or 0)
            if end > start:
                yield start, end
    for pattern in CHAT_CUES[text.language]:
        for match in every(pattern, text.raw):
            if not english_names.is_a_heading(match.group("name")):
                yield match.span("name")


def _by_tagger(text: Text) -> Iterator[tuple[int, int]]:
    if text.language is Language.EN:
        yield from english_names.names(text.raw)
        yield from latin_names.in_capitals(text.raw)
    elif text.language is Language.ZH and chinese_names.available():
        yield from _chinese(text.raw)
    elif text.language is Language.RU and russian_names.available():
        yield from _russian_names(text.raw)


def _russian_names(raw: str) -> Iterator[tuple[int, int]]:
    """What the tagger finds paragraph by paragraph, and the same words again alone or in another case."""
    found: list[tuple[int, int]] = []
    for paragraph in _ru_paragraph.finditer(raw):
        piece = paragraph.group()
        if russian_names.can_hold_a_name(piece):
            found += [(paragraph.start() + start, paragraph.start() + end) for start, end in _russian(piece)]
    yield from found
    stems = {word[: max(5, len(word) - 2)] for place in found for word in raw[slice(*place)].split() if len(word) > 5}
    for stem in stems:
        for again in re.finditer(rf"\b{re.sub('[её]', '[её]', re.escape(stem))}[а-яё]{{0,3}}\b", raw):
            if not any(start < again.end() and again.start() < end for start, end in found):
                yield again.span()


def _chinese(raw: str) -> Iterator[tuple[int, int]]:
    """Line by line, since the tagger takes line ends for names; what it read lately is remembered.

    The lines of this text are held here, for another thread or a full memory may forget them at any moment.
    """
    lines = [(match.start(), match.group()) for match in _zh_line.finditer(raw)]
    known = {line: places for _, line in lines if (places := _remembered.get(line)) is not None}
    fresh = list(dict.fromkeys(line for _, line in lines if line not in known))
    for line, places in zip(fresh, chinese_names.tagger().names(fresh), strict=True) if fresh else ():
        known[line] = [(start, end) for start, end in places if 1 < end - start <= 12]
    if len(_remembered) + len(fresh) > _MEMORY:
        _remembered.clear()
    _remembered.update((line, known[line]) for line in fresh[:_MEMORY])
    for begin, line in lines:
        yield from ((begin + start, begin + end) for start, end in known[line])


def remember(texts: Iterable[str]) -> None:
    """Read many Chinese texts together, in two thirds of the time: their names are known when each is read."""
    if chinese_names.available():
        list(_chinese("\n".join(texts)))


_MEMORY = 8192
_remembered: dict[str, list[tuple[int, int]]] = {}


@lru_cache(maxsize=_MEMORY)
def _russian(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(russian_names.names(sentence))


def is_eponym(text: Text, start: int, end: int) -> bool:
    """Whether what looks like a name there belongs to a disease, a test or a medicine."""
    if text.language is Language.ZH:
        name = text.raw[start:end]
        return bool(
            _zh_eponym.match(text.raw[end : end + 4])
            or chinese_names.NOT_NAMES.match(name)
            or _zh_substance.search(name)
            or (name.isascii() and english_names.is_a_heading(name))
        )
    if text.language is Language.RU:
        return bool(_ru_eponym.search(text.raw[max(0, start - 24) : start]))
    return False
