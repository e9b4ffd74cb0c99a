"""Masks personal data with stable stand-ins that keep a sentence readable: the same person stays the same person.

Nothing here is reversible: who needs the original keeps it sealed elsewhere.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.personal import Item, in_answers_words, in_doctors_words, in_patients_words
from publisher.policy.personal.addressed import parts
from publisher.policy.reading import CueTable, Reading
from publisher.policy.spoken import Spoken, spoken_in
from publisher.policy.text import Text

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "name": {Language.ZH: "某人{n}", Language.RU: "Человек-{n}", Language.EN: "Person {n}"},
    "phone": {Language.ZH: "[电话{n}]", Language.RU: "[телефон {n}]", Language.EN: "[phone {n}]"},
    "id": {Language.ZH: "[证件号{n}]", Language.RU: "[номер {n}]", Language.EN: "[ID {n}]"},
    "address": {Language.ZH: "[地址{n}]", Language.RU: "[адрес {n}]", Language.EN: "[address {n}]"},
    "date": {Language.ZH: "[日期{n}]", Language.RU: "[дата {n}]", Language.EN: "[date {n}]"},
    "record": {Language.ZH: "[病历号{n}]", Language.RU: "[карта {n}]", Language.EN: "[record {n}]"},
    "contact": {Language.ZH: "[联系方式{n}]", Language.RU: "[контакт {n}]", Language.EN: "[contact {n}]"},
}

_STAND_IN = re.compile(
    "|".join(
        f"(?P<{kind}>"
        + "|".join(
            re.escape(words).replace(r"\{n\}", r"[0-9]{1,6}(?![0-9])") for words in dict.fromkeys(by_language.values())
        )
        + ")"
        for kind, by_language in _WORDS.items()
    )
)
IsName = Callable[[Text, int, int], bool]
"""Whether what stands between two places of a text is a name."""
_NUMBERS = frozenset({"phone", "id", "record", "contact"})
_ENDING = re.compile(r"(?<=\w{2})(?:ого|ому|ой|ою|ей|ем|ом|ым|им|а|у|е|ы|и|я|ю|ь|й)$")


@dataclass(frozen=True)
class Masked:
    """The masked text, and where each stand-in stands in it: kind, start, end (code points of `text`).

    `found` are the same pieces where they stood in the text as given.
    """

    text: str
    places: tuple[tuple[str, int, int], ...]
    found: tuple[tuple[str, int, int], ...] = ()


def mask(text: str, cues: CueTable, language: Language | None = None, is_name: IsName | None = None) -> Masked:
    """Every name, number, address, date and contact becomes a numbered stand-in, the same for the same thing.

    What `is_name` says no to stays, though it looks like a name."""
    return mask_spoken(spoken_in(text, language), cues, is_name)


def mask_spoken(spoken: Iterable[Spoken], cues: CueTable, is_name: IsName | None = None) -> Masked:
    """The same for a text as every language in it reads it. The first gives the words of the stand-ins."""
    own, *others = spoken
    text, language = own.text.raw, own.text.language
    reading = Reading(own.text, CheckContext(language=language), cues)
    items: Iterable[Item] = in_patients_words(reading, others)
    if is_name:
        items = [one for one in items if one.entity != "name" or is_name(own.text, one.start, one.end)]
    return _masked(text, language, items, _WORDS)


def mask_numbers(text: str, language: Language) -> str:
    """A text that teaches, with its telephone numbers, ids, records and contacts masked and the rest as it is."""
    return _masked(text, language, in_doctors_words(Text(text, language)), _NUMBERS).text


def mask_answer(text: str, language: Language, asked: Mapping[str, int] | None = None, sure: Iterable[str] = ()) -> str:
    """The same of an answer to one patient, and the patient herself: her address and birth date, and her name where
    she is greeted or is called what her question called her. `asked` are the names of the question with the numbers
    that they have there, `sure` those of them that are masked anywhere."""
    asked, sure = asked or {}, list(sure)
    numbers = {_identity("name", name): number for name, number in asked.items()}
    for name in sure:
        for part in parts(name, language):
            numbers.setdefault(_identity("name", part), asked[name])
    return _masked(text, language, in_answers_words(Text(text, language), sure), _WORDS, numbers).text


def _masked(
    text: str,
    language: Language,
    items: Iterable[Item],
    kinds: Container[str],
    numbers: dict[tuple[str, str], int] | None = None,
) -> Masked:
    """What a stand-in covers already stays as it is, and its number is not given again."""
    earlier = list(_STAND_IN.finditer(text))
    numbers = {} if numbers is None else numbers
    for place in earlier:
        entity = str(place.lastgroup)
        numbers[entity, place.group()] = int(re.findall(r"\d+", place.group())[-1])
    found: list[tuple[str, int, int]] = []
    pieces: list[str] = []
    places: list[tuple[str, int, int]] = []
    last = length = 0
    for item in items:
        if item.entity not in kinds or any(one.start() <= item.start and item.end <= one.end() for one in earlier):
            continue
        found.append((item.entity, item.start, item.end))
        pieces.append(text[last : item.start])
        length += item.start - last
        same = _identity(item.entity, text[item.start : item.end])
        number = numbers.setdefault(same, _next(numbers, item.entity))
        stand_in = _WORDS[item.entity][language].format(n=number)
        places.append((item.entity, length, length + len(stand_in)))
        pieces.append(stand_in)
        length += len(stand_in)
        last = item.end
    return Masked("".join([*pieces, text[last:]]), tuple(places), tuple(found))


def _next(numbers: Mapping[tuple[str, str], int], entity: str) -> int:
    return max((number for (kind, _), number in numbers.items() if kind == entity), default=0) + 1


def _identity(entity: str, words: str) -> tuple[str, str]:
    """What makes two mentions the same: digits for numbers, a stem for Russian names, the letters for the rest."""
    if entity in ("phone", "id", "record"):
        return entity, re.sub(r"[\W_]", "", words).lower()
    plain = " ".join(words.lower().replace("ё", "е").split())
    if entity == "name":
        plain = " ".join(_ENDING.sub("", word) for word in plain.split())
    return entity, plain
