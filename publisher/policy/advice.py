"""Reads each sentence for clinical acts towards one person: diagnosis, order, dose, change, reading, reassurance, steering.

Two modes. In a reply to a person every drug, dose or verdict is individual. In an article an act needs an address (you,
您, у вас) outside a condition, or a drug with dose and frequency.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publisher.domain.checking import Level
from publisher.policy.reading import Reading, Span

_HARD = {
    "advice_diagnosis": "diagnosis",
    "advice_reading": "reading",
    "advice_no_visit": "no_visit",
    "advice_overrule": "overrule",
    "advice_private": "private",
    "advice_change": "change",
}
Stands = Callable[..., bool]


@dataclass(frozen=True)
class AdviceSentence:
    """A sentence (folded offsets) with the acts found in it and how heavily they weigh."""

    start: int
    end: int
    acts: frozenset[str]
    level: Level


def advice_of(reading: Reading) -> list[AdviceSentence]:
    """All sentences with an act, found once per reading."""
    if reading.advice is None:
        reading.advice = list(_sentences(reading))
    return reading.advice


def _sentences(reading: Reading) -> Iterator[AdviceSentence]:
    reply = reading.personal_question
    for number in range(len(reading.text.sentence_starts)):
        start, end = reading.text.sentence(number)
        if end - start < 4:
            continue
        acts, level = _read(reading, (start, end), reply)
        if acts:
            yield AdviceSentence(start, end, frozenset(acts), level)


def _read(reading: Reading, scope: Span, reply: bool) -> tuple[set[str], Level]:
    """The acts of one sentence and the heaviest level they reach."""
    acts, blocked = set(), False

    def stands(*cues: str) -> bool:
        return reading.inside(cues, *scope) is not None

    conditional = stands("advice_conditional")
    for cue, act in _HARD.items():
        if stands(cue) and not (conditional and act in ("diagnosis", "change")):
            acts.add(act)
            blocked = True
    if stands("advice_condition_then"):
        acts.add("change")
        blocked = True
    medicine, dose = stands("medicine"), stands("advice_dose")
    order, similar, general = stands("advice_order"), stands("advice_similar"), stands("advice_general")
    if order and (dose or (medicine and (reply or stands("medicine_rx")))) and not general:
        acts.add("order")
        blocked = blocked or dose or reply or not conditional
    if similar and (medicine or dose or stands("advice_treat")):
        acts.add("similar")
        blocked = blocked or reply or stands("advice_yours")
    if medicine and dose and not acts and not general:
        acts.add("dose")
        blocked = blocked or reply
    if stands("advice_reassure") and (reply or not general):
        acts.add("reassure")
        blocked = blocked or (reply and not stands("advice_referral"))
    if reply and not acts and not general and not stands("advice_referral"):
        acts |= _reply_acts(stands, medicine, dose)
    return acts, Level.BLOCK if blocked else Level.REVIEW


def _reply_acts(stands: Stands, medicine: bool, dose: bool) -> set[str]:
    """What is individual only because a person asked: a drug named, a verdict given, a plan chosen."""
    if dose or (medicine and not stands("advice_information")):
        return {"order"}
    if stands("advice_verdict") and not stands("advice_information"):
        return {"diagnosis"}
    if stands("advice_plan"):
        return {"order"}
    return set()
