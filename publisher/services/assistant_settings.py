"""Which models this clinic lets its assistant ask, with their sealed keys, the month's budget, and the switch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from publisher.assistant import calling, models
from publisher.assistant.models import PROVIDERS, ModelChoice
from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence, say
from publisher.services.desk import Actor, Desk, require_administration
from publisher.storage import Transaction, assistant, events, home

_KEY, _PLACE = "assistant", "assistant:"
_MOST_MODELS = 3
_TEST_SECONDS = 30.0
_TEST = [("system", "Answer with the one word: ready."), ("human", "Are you ready?")]


@dataclass(frozen=True)
class Chosen:
    """What holds now. Models are asked in order: the first that answers. A budget of 0 is no limit."""

    on: bool = False
    models: tuple[ModelChoice, ...] = ()
    seconds: float = 90.0
    tokens: int = 0
    cost: float = 0.0


def chosen(desk: Desk) -> Chosen:
    with desk.db.read() as tx:
        kept = home.get(tx, _KEY)
    if not kept:
        return Chosen()
    found = tuple(_opened(desk, one) for one in kept["models"])
    return Chosen(kept["on"], found, kept["seconds"], kept["tokens"], kept["cost"])


def _opened(desk: Desk, kept: dict[str, Any]) -> ModelChoice:
    sealed = kept.get("sealed")
    key = desk.sealer.open(_PLACE + kept["provider"], sealed)["key"] if sealed else ""
    return ModelChoice(**{name: value for name, value in kept.items() if name != "sealed"}, key=key)


def configure(
    desk: Desk, actor: Actor, wanted: Sequence[ModelChoice], *, seconds: float = 90.0, tokens: int = 0, cost: float = 0
) -> Chosen:
    """Set the models, first choice first, and switch the assistant on. Refused with everything that is missing.

    A model without a key keeps the key that is stored for its provider and address.
    """
    require_administration(actor)
    before = {(one.provider, one.address): one.key for one in chosen(desk).models}
    found = [replace(one, key=one.key or before.get((one.provider, one.address), "")) for one in wanted]
    reasons = [reason for one in found for reason in models.missing(one)]
    if not found or len(found) > _MOST_MODELS:
        reasons.append(say("Name one to {count} models.", count=_MOST_MODELS))
    if not 5 <= seconds <= 600:
        reasons.append(say("The time for one answer must lie between 5 and 600 seconds."))
    if tokens < 0 or cost < 0:
        reasons.append(say("A budget cannot be less than nothing."))
    if cost and not any(one.price_in or one.price_out for one in found):
        reasons.append(say("A budget in money needs the prices of the models."))
    if reasons:
        raise Refusal(*reasons)
    made = Chosen(True, tuple(found), seconds, tokens, cost)
    _put(desk, actor, made, "configured")
    return made


def switch(desk: Desk, actor: Actor, on: bool) -> None:
    """Off: no model is asked any more; drafting from signed answers stays."""
    require_administration(actor)
    now = chosen(desk)
    if on and not now.models:
        raise Refusal(say("No model is set up yet: publisher assistant set."))
    _put(desk, actor, replace(now, on=on), "switched_on" if on else "switched_off")


def _put(desk: Desk, actor: Actor, made: Chosen, action: str) -> None:
    now = desk.clock()
    kept = [
        {
            "provider": one.provider,
            "model": one.model,
            "address": one.address,
            "private": one.private,
            "price_in": one.price_in,
            "price_out": one.price_out,
            "sealed": desk.sealer.seal(_PLACE + one.provider, {"key": one.key}) if one.key else None,
        }
        for one in made.models
    ]
    value = {"on": made.on, "models": kept, "seconds": made.seconds, "tokens": made.tokens, "cost": made.cost}
    with desk.db.write() as tx:
        home.put(tx, _KEY, value, now)
        events.append(tx, "assistant", action, actor.name, now, models=[one.name for one in made.models])


def seal_again(desk: Desk, tx: Transaction) -> int:
    """Under a new key; how many keys of models there were."""
    kept = home.get(tx, _KEY)
    sealed = [one for one in kept["models"] if one["sealed"]] if kept else []
    for one in sealed:
        place = _PLACE + one["provider"]
        one["sealed"] = desk.sealer.seal(place, desk.sealer.open(place, one["sealed"]))
    if sealed:
        home.put(tx, _KEY, kept, desk.clock())
    return len(sealed)


def over_budget(desk: Desk, tx: Transaction, now: Chosen) -> Sentence | None:
    """Why nothing more is asked this month; None while there is something left."""
    tokens, cost = assistant.spent(tx, month_start(desk))
    if (now.tokens and tokens >= now.tokens) or (now.cost and cost >= now.cost):
        return say("The month's budget for the assistant is used up.")
    return None


def month_start(desk: Desk) -> datetime:
    local = desk.clock().astimezone(ZoneInfo(desk.settings.zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Tested:
    """One configured model and what came of asking it."""

    name: str
    provider: str
    works: bool
    says: Sentence


def test(desk: Desk, actor: Actor) -> list[Tested]:
    """Ask each configured model for one word. Nothing of the clinic is sent."""
    require_administration(actor)
    return [_tested(one) for one in chosen(desk).models]


def _tested(choice: ModelChoice) -> Tested:
    provider = PROVIDERS[choice.provider].by
    try:
        reply = calling.ask(models.open_model(choice, _TEST_SECONDS), _TEST, _TEST_SECONDS, lambda _: None)
    except Refusal as refusal:
        return Tested(choice.name, provider, False, refusal.reasons[0])
    except calling.CallFailed as failed:
        return Tested(choice.name, provider, False, failed.why)
    if not reply.text.strip():
        return Tested(choice.name, provider, False, say("The server answers, but with nothing in it."))
    return Tested(choice.name, provider, True, say("It answered in {count} seconds.", count=round(reply.seconds, 1)))
