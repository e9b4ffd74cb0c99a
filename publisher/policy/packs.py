"""The strict models of what editors write under content/packs: packs, cues, rules with their examples, coverage."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from publisher.domain.checking import EntryKind, Flag, Level
from publisher.domain.places import Jurisdiction, Language

RuleKind = Literal[
    "wording",
    "required_text",
    "claim",
    "individual_advice",
    "commercial",
    "channel_ban",
    "identity_source",
    "personal_data",
    "suicide_reporting",
    "provenance",
]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[A-Z]{1,8}-[0-9]{2}$|^PII-[A-Z]+$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentences(Strict):
    """The same sentence in the three languages of the workspace."""

    en: Words
    zh: Words
    ru: Words


class CuePatterns(Strict):
    """Patterns by language (module `regex`), written in lower case because the text is folded before it is read."""

    en: tuple[Words, ...] = ()
    zh: tuple[Words, ...] = ()
    ru: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _lower_case(self) -> "CuePatterns":
        for pattern in (*self.en, *self.zh, *self.ru):
            if re.search(r"[A-ZА-ЯЁё]", re.sub(r"\\p\{\w+\}|\\.|\(\?P<\w+>", "", pattern)):
                raise ValueError(f"write the pattern in lower case and with е for ё: {pattern}")
        return self

    def of(self, language: Language) -> tuple[str, ...]:
        return {Language.EN: self.en, Language.ZH: self.zh, Language.RU: self.ru}[language]


class Cue(CuePatterns):
    """A named set of patterns. `guard` leaves a hit out when its clause is negated; `unless` when its sentence
    matches."""

    meaning: Words
    guard: bool = True
    inside: bool = False  # may begin inside a Russian word, as endings of names of medicines do
    unless: CuePatterns = CuePatterns()


class When(Strict):
    """The situations in which a part of a rule looks at all."""

    all_flags: tuple[Flag, ...] = ()
    any_flags: tuple[Flag, ...] = ()
    no_flags: tuple[Flag, ...] = ()
    kinds: tuple[EntryKind, ...] = ()
    channels: tuple[str, ...] = ()
    unsourced: bool = False
    question: bool = False


class Matcher(Strict):
    """Fires where a cue of `find` stands, with one of `near` and one of `also` and none of `unless` in its scope.

    `find` empty: fires on the whole text when `near` and `also` are present. `absent` cues must stand nowhere in
    the text.
    """

    find: tuple[Name, ...] = ()
    near: tuple[Name, ...] = ()
    also: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()
    absent: tuple[Name, ...] = ()
    scope: Literal["sentence", "text"] = "sentence"
    place: Literal["text", "question", "title"] = "text"
    when: When = When()
    level: Level | None = None


class Escalation(Strict):
    level: Level
    when: When


class Instrument(Strict):
    """What law or guidance the limit comes from, and how it was read."""

    name: Words
    original: str = ""
    number: str = ""
    articles: str = ""
    dated: str = ""
    url: str | None = None


class Reading(Strict):
    """One reference and how it was checked: excerpt_read, poor_copy_read or memory."""

    reference: Words
    checked: Literal["excerpt_read", "poor_copy_read", "memory"]


class Situation(Strict):
    """The context of an example, where it is not the plain one (a post, no flags, no channel)."""

    flags: tuple[Flag, ...] = ()
    kind: EntryKind = EntryKind.POST
    channel: str | None = None
    question: str | None = None
    title: str | None = None
    sources: tuple[str, ...] = ()
    author: str | None = None


class Bad(Strict):
    """A text that must fire. Each finding of the rule stands in ⟦white brackets⟧; none means the whole text."""

    text: Words
    language: Language
    context: Situation = Situation()
    level: Level | None = None
    fixed: str | None = None


class Good(Strict):
    """A text that must not fire, near misses above all."""

    text: Words
    language: Language
    context: Situation = Situation()


class KnownGap(Strict):
    """A text the rule ought to answer differently and does not yet; reported, never hidden."""

    text: Words
    language: Language
    why: Words


class Examples(Strict):
    bad: tuple[Bad, ...] = Field(min_length=1)
    good: tuple[Good, ...] = Field(min_length=1)
    todo: tuple[KnownGap, ...] = ()


class Rule(Strict):
    """One limit of one jurisdiction, as one file."""

    id: RuleId
    kind: RuleKind
    area: Words
    level: Level
    languages: tuple[Language, ...] = Field(min_length=1)
    title: Words
    limit: Words
    message: Sentences
    fix: Sentences | None = None
    when: When = When()
    escalate: tuple[Escalation, ...] = ()
    match: tuple[Matcher, ...] = ()
    cues: dict[Name, Cue] = {}
    acts: tuple[Name, ...] = ()
    entities: tuple[Name, ...] = ()
    disclaimers: tuple[Words, ...] = ()
    overrides: tuple[RuleId, ...] = ()
    instrument: Instrument
    status: Words
    in_force_from: Words
    confidence: Literal["high", "medium", "low"]
    checked_by: str | None = None
    read_in: tuple[Reading, ...] = ()
    examples: Examples

    @model_validator(mode="after")
    def _settings_fit_the_kind(self) -> "Rule":
        if (self.kind == "individual_advice") != bool(self.acts):
            raise ValueError("`acts` belongs to the kind individual_advice, which needs it")
        if (self.kind == "personal_data") != bool(self.entities):
            raise ValueError("`entities` belongs to the kind personal_data, which needs it")
        if not self.match and self.kind not in ("individual_advice", "personal_data"):
            raise ValueError(f"the kind {self.kind} needs `match`")
        return self


class PackFile(Strict):
    """pack.yaml: what the pack is, its version, and whether somebody qualified has signed it."""

    id: Jurisdiction
    name: Words
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}\.\d+$")]
    status: Literal["unreviewed", "reviewed"] = "unreviewed"
    reviewed_by: str | None = None
    checked_on: Words
    review_due: Words
    home_of: tuple[Language, ...] = ()
    watch: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _a_reviewed_pack_names_who(self) -> "PackFile":
        if (self.status == "reviewed") != bool(self.reviewed_by):
            raise ValueError("a reviewed pack names who reviewed it; an unreviewed one names nobody")
        return self


class CoverageItem(Strict):
    """One article: covered by rules, not checkable by machine (and why), or pending."""

    article: Words
    state: Literal["covered", "not_checkable", "pending"]
    rules: tuple[RuleId, ...] = ()
    why: str = ""

    @model_validator(mode="after")
    def _says_enough(self) -> "CoverageItem":
        if (self.state == "covered") != bool(self.rules):
            raise ValueError("a covered article names its rules; another names none")
        if self.state == "not_checkable" and not self.why:
            raise ValueError("say why the article cannot be checked by machine")
        return self


class Coverage(Strict):
    articles: tuple[CoverageItem, ...] = Field(min_length=1)
