"""Cues that are learned and not written: sentences that read like selling, like claiming too much, like telling of a
patient. A pack asks for them by name like for any cue; what they find is held for a reviewer, never blocked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.domain.places import Language

if TYPE_CHECKING:
    from publisher.policy.matching import Span
    from publisher.policy.reading import Reading

LEARNED = {"reads_like_a_sale": "sale", "reads_like_a_claim": "claim", "reads_like_a_story": "story"}
"""The names packs use, and the mode of the model each stands for."""

_LIMITS = {
    Language.EN: {"sale": -1.7, "claim": -1.2, "story": -2.2},
    Language.ZH: {"sale": -2.0, "claim": 0.8, "story": -2.2},
    Language.RU: {"sale": -1.9, "claim": -1.3, "story": -2.5},
}  # logits

_TELLING = {Language.ZH: 5, Language.RU: 12, Language.EN: 12}  # letters and digits; less is a heading
_AGAINST = -3.4  # below, the model speaks clearly against all of them


def speaks_against(reading: Reading, place: Span) -> bool:
    """Whether the sentence of a place reads like plain teaching whatever words stand in it."""
    for sentence in reading.weighed:
        if sentence.span[0] <= place[0] < sentence.span[1]:
            return max(sentence.of(mode) for mode in LEARNED.values()) < _AGAINST
    return False


def manner_spans(reading: Reading, name: str) -> list[Span]:
    mode = LEARNED[name]
    limit = _LIMITS[reading.language][mode]
    return [one.span for one in reading.weighed if one.of(mode) > limit and _tells(reading, one.span)]


def _tells(reading: Reading, span: Span) -> bool:
    return sum(map(str.isalnum, reading.text.folded[slice(*span)])) >= _TELLING[reading.language]
