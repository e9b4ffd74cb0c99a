"""Cues that are learned and not written: sentences that read like selling, like claiming too much, like telling of a
patient. A pack asks for them by name like for any cue; what they find is held for a reviewer, never blocked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.domain.places import Language

if TYPE_CHECKING:
    from publisher.policy.reading import Reading, Span

LEARNED = {"reads_like_a_sale": "sale", "reads_like_a_claim": "claim", "reads_like_a_story": "story"}
"""The names packs use, and the mode of the model each stands for."""

_LIMITS = {
    Language.EN: {"sale": -2.2, "claim": -1.6, "story": -3.2},
    Language.ZH: {"sale": -2.5, "claim": -1.75, "story": -3.5},
    Language.RU: {"sale": -2.2, "claim": -1.6, "story": -3.2},
}  # logits

_AGAINST = -3.8  # below, the model speaks clearly against all of them


def speaks_against(reading: Reading, place: Span) -> bool:
    """Whether the sentence of a place reads like plain teaching whatever words stand in it."""
    for sentence in reading.weighed:
        if sentence.span[0] <= place[0] < sentence.span[1]:
            return max(sentence.of(mode) for mode in LEARNED.values()) < _AGAINST
    return False


def manner_spans(reading: Reading, name: str) -> list[Span]:
    mode = LEARNED[name]
    limit = _LIMITS[reading.language][mode]
    return [sentence.span for sentence in reading.weighed if sentence.of(mode) > limit]
