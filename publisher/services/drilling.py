"""Planted-error drills: a signed text with one sentence changed; who reads it should find it. None can be used.

It shows a clinic how well it reads, not one person: the rate is of all drills together.
"""

import re
import secrets
from dataclasses import dataclass

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import retrieval
from publisher.services.desk import Actor, Desk, require
from publisher.services.reading_sentences import facts, sentences_of
from publisher.storage import assistant, events

TASK = assistant.DRILL
_LEAST = 4
_FIGURE = re.compile(r"\d+")
_NOT = {
    "zh": re.compile(r"不(?=[要能宜应建可])|没有"),
    "ru": re.compile(r"\b[Нн]е\s+"),
    "en": re.compile(r"\s(?:not|never)\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class Drill:
    """What a reader gets: sentences, one of which is wrong. `found` is None until she answered."""

    id: str
    sentences: tuple[str, ...]
    found: bool | None = None
    planted: int | None = None


@dataclass(frozen=True)
class Rate:
    """Of all drills of this clinic that were answered, how many errors were found."""

    answered: int
    found: int


def start(desk: Desk, actor: Actor, answer_id: str) -> Drill:
    """Plant one error in the sentences of a signed answer. The answer itself is not touched."""
    person = require(actor, Role.DOCTOR, Role.REVIEWER)
    answer = retrieval.standing(desk, answer_id)
    if answer is None:
        raise NotFound(say("This answer no longer stands; a drill takes one that does."))
    texts = list(sentences_of(answer.text))
    places = [place for place, text in enumerate(texts) if _changed(text, answer.language) is not None]
    if len(texts) < _LEAST or not places:
        raise Refusal(say("This answer has no number or negation in which an error could be planted."))
    place = secrets.choice(places)
    texts[place] = _changed(texts[place], answer.language) or texts[place]
    drill_id, now = new_id(), desk.clock()
    sentences = [{"text": text, "part": "text", "ids": [], "marks": [], "claim": False} for text in texts]
    with desk.db.write() as tx:
        assistant.add_draft(
            tx,
            id=drill_id,
            entry=answer_id,
            task=TASK,
            language=answer.language,
            state="asked",
            asked={"planted": place},
            sentences=sentences,
            made_by=person.id,
            made_at=now,
        )
        events.append(tx, "assistant", "drill_begun", actor.name, now, drill=drill_id)
    return Drill(drill_id, tuple(texts))


def answer(desk: Desk, actor: Actor, drill_id: str, place: int) -> Drill:
    """Say which sentence is wrong (counted from 0). Answered once, by whoever began it; then the place is shown."""
    person = require(actor, Role.DOCTOR, Role.REVIEWER)
    now = desk.clock()
    with desk.db.write() as tx:
        row = assistant.lock_draft(tx, drill_id)
        if row is None or row.task != TASK:
            raise NotFound(say("There is no drill {id}.", id=drill_id))
        if row.made_by != person.id:
            raise NotAllowed(say("This drill is another person's."))
        if row.state == "asked":
            assistant.change_draft(tx, drill_id, state="done", ticked=[place], ended_at=now)
            events.append(tx, "assistant", "drill_ended", actor.name, now, drill=drill_id)
        given = row.ticked[0] if row.state == "done" else place
    planted = row.asked["planted"]
    return Drill(drill_id, tuple(one["text"] for one in row.sentences), given == planted, planted)


def rate(desk: Desk, actor: Actor) -> Rate:
    require(actor)
    with desk.db.read() as tx:
        rows = assistant.drills(tx)
    return Rate(len(rows), sum(row.ticked == [row.asked["planted"]] for row in rows))


def _changed(text: str, language: str) -> str | None:
    """The sentence with a number or a negation changed so that it says something else; None where there is none."""
    for new in (
        _FIGURE.sub(lambda match: str(int(match.group()) * 2), text, count=1),
        _NOT[language].sub(" " if language == "en" else "", text, count=1),
    ):
        plain = " ".join(new.split())
        before, now = facts(text, language), facts(plain, language)
        if plain != text and (before.figures != now.figures or before.denying_words != now.denying_words):
            return plain
    return None
