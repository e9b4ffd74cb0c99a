"""What the assistant must know of a sentence and cannot work out itself: handed in, because retrieval stands alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publisher.assistant.cues import Cues


@dataclass(frozen=True)
class Quantity:
    """`low`..`high` in its dimension's unit. A bare number has the dimension `number`; `bound` is max, min or none."""

    text: str
    dimension: str
    low: float
    high: float
    bound: str


@dataclass(frozen=True)
class Facts:
    """What a sentence must not lose: quantities, bare figures, how many of its clauses and words deny, and its cues."""

    quantities: tuple[Quantity, ...]
    figures: tuple[str, ...]
    denials: int
    denying_words: int
    cues: Cues = field(default_factory=Cues)


@dataclass(frozen=True)
class Reader:
    """How sentences are cut, read and compared. `nearness` is 0..1 between a sentence and the best of several."""

    sentences: Callable[[str], list[str]]
    facts: Callable[[str, str], Facts]
    nearness: Callable[[str, Sequence[str]], float]
    language_of: Callable[[str], str]
