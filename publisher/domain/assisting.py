"""The assistant's words: its tasks, what a draft rests on, and the marks a sentence bears until a person looked."""

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What the assistant can be asked for. Each has its folder of prompts under this name."""

    OUTLINE = "outline"  # headings and points from sources
    DRAFT_POST = "draft_post"  # a post from sources
    DRAFT_ANSWER = "draft_answer"  # a general answer to a grouped question
    GENERALISE = "generalise"  # take the person out of a question
    REWRITE = "rewrite"  # a blocked sentence into a general one
    SHORTEN = "shorten"  # for a channel
    PLAIN = "plain"  # plain language at a level
    TRANSLATE = "translate"  # keeping numbers and negations
    TITLES = "titles"  # titles and alternative text
    VIDEO = "video"  # script for one minute
    COMPARE = "compare"  # a draft and past answers, in words


class Mark(StrEnum):
    """What is wrong, or not proven, about one sentence of a draft."""

    NO_SOURCE = "no_source"  # names nothing it rests on
    UNKNOWN_SOURCE = "unknown_source"  # names something that was not given
    NUMBER = "number"  # a number, dose, unit or age that is in no source it names
    NEGATION = "negation"  # denies or forbids what its source does not, or the other way round
    LOST_NUMBER = "lost_number"  # its source has a number that is missing here
    LOST_NEGATION = "lost_negation"  # its source denies or forbids, and this does not
    LANGUAGE = "language"  # not in the language asked for
    CONTACT = "contact"  # an address, link or number to call that is in no source
    UNSUPPORTED = "unsupported"  # too far from what it says it rests on
    RULE = "rule"  # the gate found something here


RED = frozenset(Mark) - {Mark.NO_SOURCE, Mark.UNKNOWN_SOURCE, Mark.UNSUPPORTED}
"""Marks that say the sentence may be wrong; the others say it is not proven."""


class How(StrEnum):
    """How a draft was made; shown with it."""

    MODEL = "model"  # by a language model, from the sources named
    EXTRACT = "extract"  # the doctors' own signed sentences, word for word
    OUTLINE = "outline"  # headings alone: not enough of one's own answers


@dataclass(frozen=True)
class Origin:
    """One text a draft may rest on. Its sentences are named `<id>.1`, `<id>.2`, …

    `answer` is the entry of a signed answer; a note, an attached text or the text itself has none.
    """

    id: str
    kind: str  # answer | note | attached | text | question
    title: str
    language: str
    sentences: tuple[str, ...]
    answer: str | None = None
    signed_by: str | None = None

    @property
    def passages(self) -> dict[str, str]:
        return {f"{self.id}.{number}": text for number, text in enumerate(self.sentences, 1)}


@dataclass(frozen=True)
class Marked:
    """One mark and the words it is about."""

    mark: Mark
    words: str = ""


@dataclass(frozen=True)
class DraftSentence:
    """One sentence of a draft, the passages it rests on, and what to look at. `part`: text, heading, title, …"""

    text: str
    part: str = "text"
    ids: tuple[str, ...] = ()
    marks: tuple[Marked, ...] = ()
    claim: bool = False  # states a number, or denies something

    @property
    def red(self) -> bool:
        return any(one.mark in RED for one in self.marks)


@dataclass(frozen=True)
class Drafted:
    """What came out of one task. `left_out`: passages with numbers or negations that nothing rests on any more."""

    how: How
    sentences: tuple[DraftSentence, ...]
    left_out: tuple[str, ...] = ()
