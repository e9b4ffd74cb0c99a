"""The cues of triage as editors write them: red flags, crisis cues, labels. A wrong file is told with its line."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import regex

from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language
from publisher.policy.files import read_model
from publisher.policy.folding import fold
from publisher.policy.packs import Strict, Words

_TIMEOUT = 0.25  # seconds one pattern may take on one message


class ByLanguage(Strict):
    """A list of expressions for each language."""

    zh: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self, language.value)
        return found


class OneByLanguage(Strict):
    zh: str
    ru: str
    en: str

    def of(self, language: Language) -> str:
        return str(getattr(self, language.value))


class Line(Strict):
    """One sentence per language; a red flag of the crisis lane has none."""

    zh: str = ""
    ru: str = ""
    en: str = ""


class RedFlag(Strict):
    """A presentation that needs urgent care. `phrases` are people's own words; `patterns` what they may look like."""

    id: Words
    name: Words
    level: Literal["call_now", "same_day", "soon", "crisis"]
    template: Words
    status: Words
    source: Words
    phrases: ByLanguage
    patterns: ByLanguage = ByLanguage()
    together: tuple[str, ...] = ()  # names of content/triage/signs.yaml, joined by &
    flag_line: Line = Line()
    near_misses: ByLanguage


class CrisisCue(ByLanguage):
    kind: Literal["ideation", "plan", "attempt", "together", "child", "violence", "method"]


class Limits(Strict):
    zh: float
    ru: float
    en: float


class CrisisFile(Strict):
    """Cues, the idioms taken out before them, the figures taken out before the red flags, and how talk about suicide
    is told from danger."""

    status: Words
    cues: tuple[CrisisCue, ...]
    idioms: ByLanguage
    figures: ByLanguage
    talk: OneByLanguage
    own: OneByLanguage
    limits: Limits  # logits of the second reader from which it speaks up by itself


class LabelFile(Strict):
    status: Words
    labels: dict[Literal["doctor_search", "complaint", "fundraising", "abuse", "advert"], ByLanguage]
    personal: OneByLanguage
    case: OneByLanguage
    ask: OneByLanguage
    own_case: OneByLanguage
    bookish: OneByLanguage
    medical: OneByLanguage
    symptom: OneByLanguage
    media: str
    negation: OneByLanguage
    denied: OneByLanguage  # what follows a sign that is not there
    history: OneByLanguage


@dataclass(frozen=True)
class Pattern:
    """One expression, compiled at first use, run within a time limit; what runs out of time is no hit."""

    expression: str

    @cached_property
    def _compiled(self) -> "regex.Pattern[str]":
        return regex.compile(self.expression)

    def find(self, folded: str, start: int = 0) -> tuple[int, int] | None:
        try:
            match = self._compiled.search(folded, start, timeout=_TIMEOUT)
        except TimeoutError:
            return None
        return match.span() if match else None

    def blank(self, folded: str) -> str:
        try:
            return self._compiled.sub(lambda match: " " * len(match.group()), folded, timeout=_TIMEOUT)
        except TimeoutError:
            return folded


def any_of(expressions: tuple[str, ...]) -> Pattern | None:
    return Pattern("|".join(f"(?:{one})" for one in expressions)) if expressions else None


def phrase_pattern(phrase: str, language: Language) -> str:
    """People's own words as an expression: parts in any order, Russian words by their stem."""
    parts = [part for part in regex.split(r"[,，]\s*| and | и ", fold(phrase)[0]) if part.strip()]
    made = [_part(part.strip(), language) for part in parts]
    if len(made) == 1:
        return made[0]
    first, *rest = made
    ahead = "".join(f"(?=.{{0,160}}(?:{part}))" for part in rest)
    behind = "".join(f"(?:{part}).{{0,160}}" for part in rest)
    return f"{ahead.join(['(?:' + first + ')', ''])}|{behind}(?:{first})"


def _part(part: str, language: Language) -> str:
    if language is Language.ZH:
        return r"\s*".join(regex.escape(letter) for letter in part)
    words = part.split()
    if language is Language.RU:
        return r"\b" + r"\W+(?:\w+\W+)?".join(
            regex.escape(word[: max(4, len(word) - 2)]) + r"\w*" if len(word) > 5 else regex.escape(word)
            for word in words
        )
    return r"\b" + r"\W+(?:\w+\W+)?".join(regex.escape(word) for word in words) + r"(?:s|es|ing|ed)?\b"


def read_red_flags(content: Path) -> tuple[RedFlag, ...]:
    flags = []
    for file in sorted((content / "red_flags").glob("*.yaml")):
        flag = read_model(file, RedFlag)
        for language in Language:
            _compile(file, *flag.patterns.of(language))
        flags.append(flag)
    if not flags:
        raise ConfigurationError("there are no red flags", file=str(content / "red_flags"))
    return tuple(flags)


def read_crisis(content: Path) -> CrisisFile:
    file = content / "triage" / "crisis.yaml"
    read = read_model(file, CrisisFile)
    for language in Language:
        _compile(
            file, read.talk.of(language), read.own.of(language), *read.idioms.of(language), *read.figures.of(language)
        )
        for cue in read.cues:
            _compile(file, *cue.of(language))
    return read


def read_labels(content: Path) -> LabelFile:
    file = content / "triage" / "labels.yaml"
    read = read_model(file, LabelFile)
    for language in Language:
        for cues in read.labels.values():
            _compile(file, *cues.of(language))
    return read


def _compile(file: Path, *expressions: str) -> None:
    for expression in expressions:
        try:
            regex.compile(expression)
        except regex.error as error:
            raise ConfigurationError(f"“{expression[:60]}” is no expression: {error}", file=str(file)) from None
