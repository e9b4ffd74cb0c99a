"""What one sentence says: about whom, which drug or food, how much, whether it forbids, which of two opposites."""

import functools
import re
from dataclasses import dataclass, field

from vectorstore.lexicon import Lexicon, Pattern, lexicon
from vectorstore.numerals import in_digits
from vectorstore.quantities import Quantity, quantities
from vectorstore.words import folded, words

_HAN = re.compile(r"[㐀-鿿]")
_JOINED = re.compile(
    r"\b(двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|двенадцати|полутора)(месячн|летн|годовал|недельн|дневн)"
)
_TYPE = re.compile(
    r"\b(?:types?|тип\w*)\s*(\d|i{1,3}|iv)\b|(?<![\d.])(\d|i{1,3}|iv)\s*(?:-?(?:го|й)\s*)?(?:型|тип\w*)"
    r"|\b(?:hepatit\w*|гепатит\w*|influenza|flu|грипп\w*)\s*([a-eа-е])\b|([甲乙丙丁戊])(?=肝|型|流)"
)
# “three working days” are three days
_KIND_OF_DAY = re.compile(
    r"(?<=\d )(?:working|business|calendar|full|whole|consecutive|рабоч\w+|календарн\w+|полн\w+|цел\w+) (?=\w)"
    r"|(?<=\d个)(?:工作|自然)(?=日)|(?<=\d)(?:工作|自然)(?=日)"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "а": "a", "б": "b", "в": "b", "с": "c"}
_TAKEN = re.compile(r"^(?:服用|口服|使用|吃|用|打|喝|服)")
_GAP = {"zh": 5}  # characters between two cues that still make one predicate; elsewhere 24
_WIDER = {
    "pregnant": {"first", "second", "third"},
    "infant": {"newborn"},
    "child": {"infant", "toddler", "teen", "newborn", "little"},
    "little": {"infant", "toddler", "newborn", "child"},
}
_NARROW_FIRST = ("preconception", "postpartum", "caesarean", "breastfeeding", "birth")


@dataclass(frozen=True)
class Reading:
    """`sign` is -1 when it forbids or denies; `opposites` gives each pair of antonyms 0, 1 or -1.

    `sense` is the sign of a question: “is it dangerous?” asks what “is it safe?” asks.
    `form` is “yes or no”, “open”, or neither.
    """

    text: str
    language: str
    quantities: tuple[Quantity, ...]
    tags: dict[str, frozenset[str]]
    entities: frozenset[str]
    sign: int
    sense: int
    opposites: tuple[int, ...]
    intent: frozenset[str]
    form: str
    topic: tuple[str, ...]
    said: str = field(repr=False)  # the text without numbers, their bounds and turns of phrase that deny nothing
    core: str = field(repr=False)
    generic: str = field(repr=False)  # the text with one name for each medicine and food, whatever it was called
    generic_core: str = field(repr=False)


@functools.lru_cache(maxsize=4096)
def read(text: str, language: str) -> Reading:
    """Read one sentence or question. Offsets are those of the folded text."""
    plain, lex = in_digits(_JOINED.sub(r"\1 \2", folded(text)), language), lexicon(language)
    plain = _KIND_OF_DAY.sub("", plain)
    tags, tagged = _tags(plain, lex)
    named_times = [span for pattern in lex.tags["time"].values() for span in _spans(pattern, plain)]
    # “the first three months” is a stage, not a duration
    found = [
        one for one in quantities(plain, language) if not any(_over((one.start, one.end), span) for span in named_times)
    ]
    amounts = [(one.start, one.end) for one in found]
    hidden = amounts + [match.span() for match in lex.noise.finditer(plain)]
    for bound in lex.bounds.values():
        hidden += [match.span() for match in bound.finditer(plain) if _beside(match.span(), found, language == "zh")]
    without = _blank(plain, hidden)
    sign, cues = _sign(without, lex)
    sense = _sign(_blank(without, _spans(lex.harm, without)), lex)[0] if not lex.which.search(plain) else sign
    # “limit caffeine to” bounds a dose and names what is dosed
    entities, named = _entities(_blank(plain, amounts), lex)
    tags["type"], typed = _types(plain)
    tags["body"] = frozenset(name for name, pattern in lex.body.items() if pattern.search(plain))
    opposites, opposed = _opposites(_blank(without, cues), lex)  # “stop” and “continue” are counted by the sign
    core = _blank(plain, hidden + cues + opposed + _spans(lex.per_day, plain))
    topic = tuple(dict.fromkeys(_topic(_blank(core, tagged + named + typed), lex)))
    return Reading(
        text=plain,
        language=language,
        quantities=tuple(found),
        tags=tags,
        entities=entities,
        sign=sign,
        sense=sense,
        opposites=opposites,
        intent=_intent(plain, lex),
        form=_form(plain, lex),
        topic=topic,
        said=without,
        core=" ".join(core.split()),
        generic=_renamed(plain, lex),
        generic_core=" ".join(_renamed(core, lex).split()),
    )


def _renamed(text: str, lex: Lexicon) -> str:
    for name, pattern in lex.entities.items():
        for start, end in reversed(_spans(pattern, text)):
            while end < len(text) and text[end].isalpha() and not _HAN.match(text[end]):
                end += 1
            text = f"{text[:start]} {name.replace('_', ' ')} {text[end:]}"
    return text


def _beside(span: tuple[int, int], found: list[Quantity], chinese: bool) -> bool:
    return any(0 <= one.start - span[1] <= 14 or (chinese and 0 <= span[0] - one.end <= 1) for one in found)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        # a word that was recognised by its stem goes with its ending
        while end < len(text) and text[end].isalpha() and not _HAN.match(text[end]):
            end += 1
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _spans(pattern: Pattern, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text) if match.group()]


def _sign(text: str, lex: Lexicon) -> tuple[int, list[tuple[int, int]]]:
    """Cues that stand together make one predicate, whose sign is their product; one denial makes the sentence deny."""
    cues: list[tuple[int, int, int, str]] = []
    taken = text
    for pattern, value in ((lex.weak, -1), (lex.negative, -1), (lex.negation, -1), (lex.positive, 1)):
        for start, end in _spans(pattern, taken):
            cues.append((start, end, value, taken[start:end]))
        taken = _blank(taken, [(start, end) for start, end, *_ in cues])
    cues.sort()
    gap, sign, product, last, seen = _GAP.get(lex.language, 24), 1, 1, -99, set[str]()
    for start, end, value, cue in cues:
        if start - last > gap or re.search(r"[,;，；。.!?！？]", text[max(last, 0) : start]):
            sign, product, seen = min(sign, product), 1, set()
        if cue not in seen:
            product *= value
        seen.add(cue)
        last = end
    return min(sign, product), [(start, end) for start, end, *_ in cues]


def _entities(text: str, lex: Lexicon) -> tuple[frozenset[str], list[tuple[int, int]]]:
    names, spans = set(), []
    for name, pattern in lex.entities.items():
        found = _spans(pattern, text)
        if found:
            names.add(name)
            spans += found
    for start, end in _spans(lex.entity_endings, _blank(text, spans)):
        names.add(_stem(text[start:end], lex))
        spans.append((start, end))
    return frozenset(names), spans


def _types(text: str) -> tuple[frozenset[str], list[tuple[int, int]]]:
    """“Type 2”, “2型”, “2 типа”: a disease of one type is not the disease of another."""
    found = list(_TYPE.finditer(text))
    names = (next(part for part in match.groups() if part) for match in found)
    return frozenset(_ROMAN.get(name, name) for name in names), [match.span() for match in found]


def _stem(name: str, lex: Lexicon) -> str:
    found = words(name, lex.language)
    return _TAKEN.sub("", name)[-4:] if lex.language == "zh" else (found[0] if found else name)


def _opposites(text: str, lex: Lexicon) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    sides, spans = [], []
    for one, other in lex.antonyms:
        first, second = _spans(one, text), _spans(other, text)
        sides.append(bool(first) - bool(second))
        spans += first + second
    return tuple(sides), spans


def _tags(text: str, lex: Lexicon) -> tuple[dict[str, frozenset[str]], list[tuple[int, int]]]:
    tags, spans = {}, []
    for name, patterns in lex.tags.items():
        held = {tag: found for tag, pattern in patterns.items() if (found := _spans(pattern, text))}
        spans += [span for found in held.values() for span in found]
        for narrow in _NARROW_FIRST:
            covered = held.get(narrow, [])
            for wide in ("pregnant",):
                if covered and wide in held and all(any(_over(one, other) for other in covered) for one in held[wide]):
                    del held[wide]
        for wide, narrower in _WIDER.items():
            if wide in held and narrower & set(held):
                del held[wide]
        tags[name] = frozenset(held)
    return tags, spans


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _intent(text: str, lex: Lexicon) -> frozenset[str]:
    return frozenset(name for name, pattern in lex.intents.items() if pattern.search(text))


def _form(text: str, lex: Lexicon) -> str:
    asks, opens = lex.yes_or_no.search(text), lex.open_question.search(text)
    return "" if bool(asks) == bool(opens) else "yes or no" if asks else "open"


@functools.cache
def _stops(language: str) -> frozenset[str]:
    return (
        frozenset(word for phrase in lexicon(language).stop for word in words(phrase, language))
        | lexicon(language).stop
    )


def _topic(text: str, lex: Lexicon) -> list[str]:
    stops = _stops(lex.language)
    return [word for word in words(text, lex.language) if word not in stops and not word[0].isdigit()]


def compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of populations or stages may speak of the same reader; an empty one may speak of anybody."""
    if not one or not other or one & other:
        return True
    return any(
        narrow in _WIDER.get(wide, ())
        for first, second in ((one, other), (other, one))
        for wide in first
        for narrow in second
    )
