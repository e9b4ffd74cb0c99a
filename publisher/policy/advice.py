"""Reads each sentence for clinical acts towards one person: diagnosis, order, dose, change, reading, reassurance,
steering.

Two modes. In a reply to a person every drug, dose or verdict is individual. In an article an act needs an address (you,
您, у вас) outside a condition, or a drug with dose and frequency.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publisher.domain.checking import Level
from publisher.domain.places import Language
from publisher.policy import advice_model
from publisher.policy.reading import Reading, Span

_HARD = {
    "advice_diagnosis": "diagnosis",
    "advice_reading": "reading",
    "advice_no_visit": "no_visit",
    "advice_overrule": "overrule",
    "advice_private": "private",
    "advice_change": "change",
}
_SHORTEST = 4  # characters; shorter pieces are list numbers and cries
_LIMITS = {Language.EN: (1.3, 0.9), Language.ZH: (0.6, 0.3), Language.RU: (0.6, 0.5)}  # logits: in a reply, alone
_CAUTION = 1.0  # added where the sentence informs, reports or sends to care
_WEAK = 0.0  # a weak cue in a reply counts when the model does not speak against it
_DOUBT = -1.0  # below, the model speaks clearly against a crossing
_SURE = 2.0  # from here on the model blocks a reply by itself
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
    text = reading.text
    places = [text.sentence(number) for number in range(len(text.sentence_starts))]
    places = [(start, end) for start, end in places if end - start >= _SHORTEST]
    logits = advice_model.scores([text.folded[start:end] for start, end in places], text.language)
    for (start, end), (in_reply, alone) in zip(places, logits, strict=True):
        acts, level = _read(reading, (start, end), reply, float(in_reply if reply else alone))
        if acts:
            yield AdviceSentence(start, end, frozenset(acts), level)


def _read(reading: Reading, scope: Span, reply: bool, logit: float) -> tuple[set[str], Level]:
    """The acts of one sentence and the heaviest level they reach; the model speaks where no cue does."""

    def where(*cues: str) -> Span | None:
        return reading.inside(cues, *scope)

    def stands(*cues: str) -> bool:
        return where(*cues) is not None

    acts, blocked = _by_cues(where, reply, logit)
    if not acts and _model_is_sure(stands, reading.language, reply, logit):
        acts = {"order" if stands("medicine", "advice_dose", "advice_treat") else "diagnosis"}
        blocked = reply and logit > _SURE
    return acts, Level.BLOCK if blocked else Level.REVIEW


def _model_is_sure(stands: Stands, language: Language, reply: bool, logit: float) -> bool:
    limit = _LIMITS[language][0 if reply else 1]
    if stands("advice_general", "advice_referral", "advice_information") or (
        not reply and stands("advice_conditional")
    ):
        limit += _CAUTION
    return logit > limit


def _by_cues(where: Callable[..., Span | None], reply: bool, logit: float) -> tuple[set[str], bool]:
    """What the cues alone say. A condition that stands before the act makes it general education."""
    acts, blocked = set(), False

    def stands(*cues: str) -> bool:
        return where(*cues) is not None

    conditional = where("advice_conditional")
    for cue, act in _HARD.items():
        hit = where(cue)
        if hit and not (act in ("diagnosis", "change") and conditional and conditional[0] <= hit[0]):
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
    if order and medicine and not acts and not general and not conditional and logit > _WEAK:
        acts.add("order")
    if not acts and not general and not conditional and stands("advice_order_loose") and logit > _DOUBT:
        acts.add("order")
    if similar and (medicine or dose or stands("advice_treat")):
        acts.add("similar")
        blocked = blocked or reply or stands("advice_yours")
    if medicine and dose and not acts and not general:
        acts.add("dose")
        blocked = blocked or reply
    if stands("advice_reassure") and (reply or not general):
        acts.add("reassure")
        blocked = blocked or (reply and not stands("advice_referral"))
    if reply and not acts and not general and not stands("advice_referral") and logit > _WEAK:
        acts |= _reply_acts(stands, medicine, dose)
    return acts, blocked


def _reply_acts(stands: Stands, medicine: bool, dose: bool) -> set[str]:
    """What is individual only because a person asked: a drug named, a verdict given, a plan chosen."""
    if dose or (medicine and not stands("advice_information")):
        return {"order"}
    if stands("advice_verdict") and not stands("advice_information"):
        return {"diagnosis"}
    if stands("advice_plan"):
        return {"order"}
    return set()
