"""What is read from a sentence, per language: one YAML file each. Adding a language is adding a file."""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

Pattern = re.Pattern[str]
_NO_SPACES = frozenset({"zh"})
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Lexicon:
    """One language's expressions, compiled for folded text (`vectorstore.words.folded`)."""

    language: str
    numbers: dict[str, float]
    number: Pattern
    units: tuple[tuple[str, Pattern], ...]
    per_day: Pattern
    once_per: dict[str, Pattern]
    every: Pattern
    old: Pattern
    age_before: Pattern
    gestation: Pattern
    bounds: dict[str, Pattern]
    noise: Pattern
    negation: Pattern
    negative: Pattern
    positive: Pattern
    weak: Pattern
    harm: Pattern
    which: Pattern
    antonyms: tuple[tuple[Pattern, Pattern], ...]
    sides: tuple[tuple[Pattern, Pattern], ...]
    roles: dict[str, tuple[str, ...]]
    tags: dict[str, dict[str, Pattern]]
    body: dict[str, Pattern]
    entities: dict[str, Pattern]
    entity_endings: Pattern
    yes_or_no: Pattern
    open_question: Pattern
    intents: dict[str, Pattern]
    alarms: Pattern
    stop: frozenset[str]


def _each(source: Any, spaced: bool) -> Pattern:
    """Whole expressions: where words have spaces an alternative begins at a word and `$` ends at one."""
    if not spaced:
        return re.compile(str(source), re.IGNORECASE)
    parts = [part[:-1] + r"(?!\w)" if part.endswith("$") else part for part in _alternatives(str(source))]
    begun = [part if part.startswith(("°", "%", "℃", "/", "(", "n'", "n’")) else r"(?<!\w)" + part for part in parts]
    return re.compile("|".join(f"(?:{part})" for part in begun), re.IGNORECASE)


def each(source: str, language: str) -> Pattern:
    """Compile one entry of a lexicon file for a language."""
    return _each(source, language not in _NO_SPACES)


def _alternatives(source: str) -> list[str]:
    """Split at the bars that stand outside parentheses."""
    parts, depth, last = [""], 0, ""
    for char in source:
        depth += (char == "(") - (char == ")") if last != "\\" else 0
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
        last = char
    return parts


def _numbers(words: dict[str, float], spaced: bool) -> Pattern:
    spelled = "|".join(re.escape(str(word)) for word in sorted(words, key=lambda word: -len(str(word))))
    spelled = rf"(?<!\w)(?:{spelled})(?!\w)" if spaced else f"(?<!第)(?:{spelled})"
    return re.compile(
        rf"(?<![\w.])(?<!\d,)\d+(?:[ ,]\d{{3}}(?!\d))*(?:[.,]\d+)?|(?<=[一-鿿a-z])(?<!hba)\d+(?:\.\d+)?|{spelled}",
        re.IGNORECASE,
    )


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; English where there is none for it."""
    place = files(__package__) / f"{language}.yaml"
    if not place.is_file():
        return lexicon("en")
    plain = yaml.safe_load(place.read_text("utf-8"))
    spaced = language not in _NO_SPACES

    def each(source: Any) -> Pattern:
        return _each(source, spaced)

    return Lexicon(
        language=language,
        numbers={str(word): float(value) for word, value in plain["numbers"].items()},
        number=_numbers(plain["numbers"], spaced),
        # a unit follows its number with or without a space, so it needs no beginning of a word
        units=tuple(
            (name, re.compile(r"\s*-?(?:" + str(source).replace("$", r"(?!\w)") + ")", re.IGNORECASE))
            for name, source in plain["units"].items()
        ),
        per_day=each(plain["per_day"]),
        once_per={name: each(source) for name, source in plain["once_per"].items()},
        every=each(plain["every"]),
        old=each(plain["old"]),
        age_before=each(plain["age_before"]),
        gestation=each(plain["gestation"]),
        bounds={name: each(source) for name, source in plain["bounds"].items()},
        noise=each(plain["noise"]),
        negation=each(plain["negation"]),
        negative=each(plain["negative"]),
        positive=each(plain["positive"]),
        weak=each(plain["weak"]),
        harm=each(plain["harm"]),
        which=each(plain["which"]),
        antonyms=tuple((each(one), each(other)) for one, other in map(_pair, plain["antonyms"])),
        sides=tuple((each(one), each(other)) for one, other in map(_pair, plain["sides"])),
        roles={name: tuple(_alternatives(str(source))) for name, source in plain["roles"].items()},
        tags={name: {tag: each(source) for tag, source in found.items()} for name, found in plain["tags"].items()},
        body={name: each(source) for name, source in plain["body"].items()},
        entities={**{name: each(source) for name, source in plain["entities"].items()}, **_drugs(language)},
        entity_endings=each(plain["entity_endings"]) if plain.get("entity_endings") else _NEVER,
        yes_or_no=re.compile(plain["yes_or_no"]),
        open_question=re.compile(plain["open_question"]),
        intents={name: each(source) for name, source in plain["intents"].items()},
        alarms=each(plain["alarms"]),
        stop=frozenset(map(str, plain["stop"])),
    )


def _drugs(language: str) -> dict[str, Pattern]:
    """Medicines by any of their names: Latin words in every language, else beginnings of words."""
    plain = yaml.safe_load((files(__package__) / "drugs.yaml").read_text("utf-8"))
    found = {}
    for name, written in plain.items():
        latin, russian, chinese = (part.split() for part in str(written).split(" · "))
        words = [rf"(?<![a-z]){word}s?(?![a-z])" for word in latin]
        words += [rf"(?<!\w){word}" for word in russian] if language == "ru" else []
        words += chinese if language == "zh" else []
        found[str(name)] = re.compile("|".join(words), re.IGNORECASE)
    return found


def _pair(both: str) -> tuple[str, str]:
    one, _, other = both.partition(" ~ ")
    return one, other
