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
from publisher.policy.matching import Span
from publisher.policy.reading import Reading
from publisher.policy.weighing import Weighed

_HARD = {
    "advice_diagnosis": "diagnosis",
    "advice_reading": "reading",
    "advice_no_visit": "no_visit",
    "advice_overrule": "overrule",
    "advice_private": "private",
    "advice_change": "change",
}
_LIMITS = {Language.EN: (-0.6, -0.9), Language.ZH: (-0.5, -0.9), Language.RU: (-0.4, -0.6)}
"""Logits: in a reply, alone. Chosen out of fold, see docs/measured.md."""
_CAUTION = 0.6  # added where the sentence informs, reports or sends to care
_UNMARKED = 0.7  # added where no word of medicine stands: headings and counsel for living
_WEAK = 0.0  # a weak cue in a reply counts when the model does not speak against it
_DOUBT = -1.0  # below, the model speaks clearly against a crossing
_AGAINST = -1.8  # below, the model takes back what cues found
_KEPT = {"private", "overrule", "no_visit"}  # acts the model has no say in
_SURE = 2.0  # from here on the model blocks a reply by itself
_UNASKED = {True: 0.4, False: 1.8}  # what an answer, a post must weigh more than a reply to be read as one
_TELLING = {Language.ZH: 4, Language.RU: 10, Language.EN: 10}  # characters; less is a heading where nobody asked
_SOFT = {f"advice_{name}" for name in ("conditional", "general", "referral", "information", "yours")} | {"negation"}
_CLINICAL = tuple(cue for cue in advice_model.CUES if cue not in _SOFT)
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
    for weighed in reading.weighed:
        acts, level = _read(reading, weighed.span, reply, _logit(reading, weighed, reply=reply))
        if acts:
            yield AdviceSentence(*weighed.span, frozenset(acts), level)


def _logit(reading: Reading, weighed: Weighed, *, reply: bool) -> float:
    """How far a sentence crosses by the model, to be held against the limit of a reply or of a text that stands alone:
    a text that answers nobody we know of crosses where a reply would, if by far."""
    in_reply, alone = weighed.of("reply"), weighed.of("alone")
    if reply:
        return in_reply
    start, end = weighed.span
    if end - start < _TELLING[reading.language]:
        return alone
    limit, alone_limit = _LIMITS[reading.language]
    return max(alone, in_reply - (limit + _UNASKED[reading.is_answer] - alone_limit))


def _read(reading: Reading, scope: Span, reply: bool, logit: float) -> tuple[set[str], Level]:
    """The acts of one sentence and the heaviest level they reach; the model speaks where no cue does."""

    def where(*cues: str) -> Span | None:
        return reading.inside(cues, *scope)

    def stands(*cues: str) -> bool:
        return where(*cues) is not None

    if scope[1] - scope[0] > advice_model.LONGEST:
        logit = max(logit, _WEAK)  # the model has not read it all, so it may not speak against
    acts, blocked = _by_cues(where, reply, logit)
    if acts and logit < _WEAK and _only_asks(reading, scope, acts, stands):
        return set(), Level.REVIEW
    if acts and not acts & _KEPT and logit < _AGAINST:
        return set(), Level.REVIEW
    blocked = blocked and (logit > _DOUBT or bool(acts & _KEPT))
    if not acts and _model_is_sure(stands, reading.language, reply, logit):
        acts = {"order" if stands("medicine", "advice_dose", "advice_treat") else "diagnosis"}
        blocked = reply and logit > _SURE and stands(*_CLINICAL)
    return acts, Level.BLOCK if blocked else Level.REVIEW


def _only_asks(reading: Reading, scope: Span, acts: set[str], stands: Stands) -> bool:
    """Whether the sentence is a question that carries no order of its own: a heading, or what somebody asked."""
    asks = reading.text.folded[scope[0] : scope[1]].rstrip('"”’»」』)）').endswith(("?", "？"))
    return asks and not acts & _KEPT and not (stands("advice_order") and stands("advice_dose"))


def _model_is_sure(stands: Stands, language: Language, reply: bool, logit: float) -> bool:
    limit = _LIMITS[language][0 if reply else 1]
    if stands("advice_general", "advice_referral", "advice_information") or (
        not reply and stands("advice_conditional")
    ):
        limit += _CAUTION
    if not stands(*_CLINICAL):
        limit += _UNMARKED
    return logit > limit


def _by_cues(where: Callable[..., Span | None], reply: bool, logit: float) -> tuple[set[str], bool]:
    """What the cues alone say. A condition that stands before the act makes it general education."""

    def stands(*cues: str) -> bool:
        return where(*cues) is not None

    conditional = where("advice_conditional")
    acts = _hard_acts(where, conditional)
    blocked = bool(acts)
    medicine, dose = stands("medicine"), stands("advice_dose")
    order, similar = stands("advice_order"), stands("advice_similar")
    general = stands("advice_general") or (stands("advice_dose_fact") and not order)
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
    if medicine and dose and not acts and not general and logit > _DOUBT:
        acts.add("dose")
        blocked = blocked or reply
    if stands("advice_reassure") and (reply or not general):
        acts.add("reassure")
        blocked = blocked or (reply and not stands("advice_referral"))
    if reply and not acts and not general and not stands("advice_referral") and logit > _WEAK:
        acts |= _reply_acts(stands, medicine, dose)
    return acts, blocked


def _hard_acts(where: Callable[..., Span | None], conditional: Span | None) -> set[str]:
    acts = {"change"} if where("advice_condition_then") else set()
    denied = where("advice_denied")
    for cue, act in _HARD.items():
        hit = where(cue)
        general = (act == "diagnosis" and denied) or (
            act in ("diagnosis", "change") and hit and conditional and conditional[0] <= hit[0]
        )
        if hit and not general:
            acts.add(act)
    return acts


def _reply_acts(stands: Stands, medicine: bool, dose: bool) -> set[str]:
    """What is individual only because a person asked: a drug named, a verdict given, a plan chosen."""
    if dose or (medicine and not stands("advice_information")):
        return {"order"}
    if stands("advice_verdict") and not stands("advice_information"):
        return {"diagnosis"}
    if stands("advice_plan"):
        return {"order"}
    return set()
