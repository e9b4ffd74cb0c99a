"""One task given to the configured models in turn: veiled, within the budget, each call kept without its words."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publisher.assistant import calling, models
from publisher.assistant.calling import CallFailed, Tick
from publisher.assistant.models import ModelChoice
from publisher.assistant.prompts import Prompt
from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.sentences import Sentence
from publisher.services.assistant_settings import Chosen, over_budget
from publisher.services.desk import Desk
from publisher.storage import assistant


@dataclass(frozen=True)
class Answered:
    """Sentences as the model wrote them, stand-ins included; or why there are none, one reason for each model."""

    sentences: tuple[Mapping[str, Any], ...] = ()
    model: str | None = None
    reasons: tuple[Sentence, ...] = ()


def answer(
    desk: Desk,
    now: Chosen,
    prompt: Prompt,
    values: Mapping[str, str],
    data: Mapping[str, Any],
    *,
    tick: Tick,
    draft: str | None = None,
    person: str | None = None,
) -> Answered:
    """The first model that gives a readable answer. `data` must be veiled already."""
    reasons: list[Sentence] = []
    for choice in now.models:
        with desk.db.read() as tx:
            spent = over_budget(desk, tx, now)
        if spent is not None:
            return Answered(reasons=(*reasons, spent))
        try:
            found = _one(desk, choice, prompt, calling.messages(prompt, values, data), now.seconds, tick, draft, person)
            return Answered(tuple(found), choice.name)
        except CallFailed as failed:
            reasons.append(failed.why)
        except Refusal as refusal:
            reasons.extend(refusal.reasons)
    return Answered(reasons=tuple({str(one): one for one in reasons}.values()))


def _one(
    desk: Desk,
    choice: ModelChoice,
    prompt: Prompt,
    sent: list[tuple[str, str]],
    seconds: float,
    tick: Tick,
    draft: str | None,
    person: str | None,
) -> list[Mapping[str, Any]]:
    began, outcome, reply = time.monotonic(), "stopped", None
    model = models.open_model(choice, seconds)
    try:
        reply = calling.ask(model, sent, seconds, tick)
        outcome = "form"
        found = calling.parsed(prompt, reply.text)
        outcome = "done"
        return found
    except CallFailed as failed:
        outcome = failed.kind
        raise
    finally:
        # a call that failed or was stopped still cost what it was sent
        tokens_in = reply.tokens_in if reply else sum(len(words) for _, words in sent) // 2
        tokens_out = reply.tokens_out if reply else 0
        with desk.db.write() as tx:
            assistant.add_call(
                tx,
                id=new_id(),
                draft=draft,
                task=str(prompt.task),
                prompt=prompt.name,
                model=choice.name[:120],
                at=desk.clock(),
                milliseconds=int((time.monotonic() - began) * 1000),
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                cost=choice.cost(tokens_in, tokens_out),
                sent_hash=hashlib.sha256(json.dumps(sent).encode()).hexdigest(),
                answer_hash=hashlib.sha256(reply.text.encode("utf-8", "replace")).hexdigest() if reply else None,
                outcome=outcome,
                person=person,
            )
