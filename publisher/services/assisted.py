"""Taking over what the assistant drafted: sentence by sentence, with its marks looked at, and marked as assisted.

What may not be taken: a sentence whose answer fell meanwhile, and a marked one that nobody looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.domain.assisting import DraftSentence, Mark, Marked, Origin, Task
from publisher.domain.checking import Flag
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, as_sentences, from_plain, say
from publisher.services import drafting, retrieval
from publisher.services.assistant_claims import digest_of
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.storage import Transaction, assistant, entries, events, home

_REPLACING = frozenset({Task.SHORTEN, Task.PLAIN})
_READ_ONLY = frozenset({Task.COMPARE})


@dataclass(frozen=True)
class Assisted:
    """One draft as people see it. `state`: waiting, running, done, failed, cancelled; `written`: characters so far."""

    id: str
    entry: str
    task: Task
    language: str
    state: str
    written: int
    how: str | None
    model: str | None
    said: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    sentences: tuple[DraftSentence, ...]
    left_out: tuple[str, ...]
    accepted: frozenset[int]
    ticked: frozenset[int]
    job: str | None
    made_at: datetime


def draft(desk: Desk, actor: Actor, draft_id: str) -> Assisted:
    person = require(actor, Role.DOCTOR, Role.EDITOR, Role.REVIEWER)
    with desk.db.read() as tx:
        row = _row(tx, draft_id)
        require_unit_of(person, entries.row(tx, row.entry))
        return _seen(tx, row)


def drafts(desk: Desk, actor: Actor, entry_id: str) -> list[Assisted]:
    """The drafts for an entry, newest first."""
    person = require(actor, Role.DOCTOR, Role.EDITOR, Role.REVIEWER)
    with desk.db.read() as tx:
        if (row := entries.row(tx, entry_id)) is not None:
            require_unit_of(person, row)
        return [_seen(tx, row) for row in assistant.of_entry(tx, entry_id)]


def _row(tx: Transaction, draft_id: str) -> Any:
    row = assistant.draft(tx, draft_id)
    if row is None or row.task == assistant.DRILL:
        raise NotFound(say("There is no draft {id}.", id=draft_id))
    return row


def _seen(tx: Transaction, row: Any) -> Assisted:
    job = home.job(tx, row.job) if row.job else None
    if row.state != "asked":
        job = None
    failed = as_sentences(job.message) if job is not None else ()
    return Assisted(
        id=row.id,
        entry=row.entry,
        task=Task(row.task),
        language=row.language,
        state=row.state if job is None else job.state,
        written=0 if job is None else job.done,
        how=row.how,
        model=row.model,
        said=from_plain(row.said) or failed,
        origins=tuple(Origin(**{**one, "sentences": tuple(one["sentences"])}) for one in row.origins),
        sentences=tuple(_sentence(one) for one in row.sentences),
        left_out=tuple(row.left_out),
        accepted=frozenset(row.accepted),
        ticked=frozenset(row.ticked),
        job=row.job,
        made_at=row.made_at,
    )


def _sentence(one: dict[str, Any]) -> DraftSentence:
    marks = tuple(Marked(Mark(mark), words) for mark, words in one["marks"])
    return DraftSentence(one["text"], one["part"], tuple(one["ids"]), marks, one["claim"])


def accept(desk: Desk, actor: Actor, draft_id: str, places: Sequence[int], *, checked: bool = False) -> Assisted:
    """Take sentences into the working copy. A marked one only with `checked`: the person says that she looked."""
    person = require(actor, Role.DOCTOR, Role.EDITOR)
    found = draft(desk, actor, draft_id)
    new = [place for place in sorted(set(places)) if place not in found.accepted]
    _refuse_wrong(desk, found, new, checked)
    copy = drafting.working_copy(desk, actor, found.entry)
    if found.task in _REPLACING and not found.accepted:
        drafting.keep_revision(desk, actor, found.entry)  # the long text stays in the history
    changes = _changes(found, new, copy.content.body, [str(flag) for flag in copy.content.flags])
    saved = drafting.save_working_copy(desk, actor, found.entry, changes, copy.version)
    now = desk.clock()
    with desk.db.write() as tx:
        row = assistant.lock_draft(tx, draft_id)
        taken = sorted({*row.accepted, *new})
        assistant.change_draft(tx, draft_id, accepted=taken, body_digest=digest_of(saved.content.body))
        marks = sorted({marked.mark.value for place in new for marked in found.sentences[place].marks})
        detail = {"draft": draft_id, "sentences": new, "despite": marks, "by": person.id}
        events.append(tx, f"entry:{found.entry}", "draft_taken", actor.name, now, **detail)
    return draft(desk, actor, draft_id)


def _refuse_wrong(desk: Desk, found: Assisted, new: Sequence[int], checked: bool) -> None:
    if found.state != "done" or found.task in _READ_ONLY:
        raise Refusal(say("There is nothing here that could be taken over."))
    if not all(0 <= place < len(found.sentences) for place in new):
        raise Refusal(say("This draft has no such sentence."))
    chosen = [found.sentences[place] for place in new]
    if not checked and (marked := [one for one in chosen if one.marks]):
        red = sum(one.red for one in marked)
        raise Refusal(
            say(
                "{count} of these sentences are marked, {red} of them red. Look at each beside its sources, "
                "then take it and say that you checked it, or write it in your own words.",
                count=len(marked),
                red=red,
            )
        )
    named = {name.split(".")[0] for one in chosen for name in one.ids}
    for origin in found.origins:
        if origin.id in named and origin.answer and retrieval.standing(desk, origin.answer) is None:
            raise Refusal(say("“{title}”, on which this rests, no longer stands.", title=origin.title))


def _changes(found: Assisted, new: Sequence[int], body: str, flags: list[str]) -> dict[str, Any]:
    """What changes in the entry: words in their place, the question or the title, and the mark of assistance."""
    changes: dict[str, Any] = {}
    if found.task in _REPLACING and not found.accepted:
        body = ""
    taken = set(found.accepted)
    for place in new:
        one = found.sentences[place]
        if one.part == "question":
            changes["question"] = one.text
        elif one.part == "title" and found.task is not Task.VIDEO:
            changes["title"] = one.text
        elif one.part != "alternative_text":
            body = _placed(found, taken, place, body)
        taken.add(place)
    if found.how == "model" and Flag.AI_GENERATED.value not in flags:
        changes["flags"] = [*flags, Flag.AI_GENERATED.value]
    return changes | {"body": body}


def _placed(found: Assisted, taken: set[int], place: int, body: str) -> str:
    """After the nearest sentence before it that was taken and still stands there, else at the end."""
    one = found.sentences[place]
    if found.task is Task.REWRITE and (old := next((text for text in _old(found) if text in body), None)):
        return body.replace(old, one.text, 1)
    words = f"## {one.text}" if one.part in ("heading", "title") else one.text
    apart = "\n\n" if one.part != "text" else ("" if found.language == "zh" else " ")
    for before in sorted((each for each in taken if each < place), reverse=True):
        last = found.sentences[before]
        at = body.rfind(last.text)
        if at >= 0:
            end = at + len(last.text)
            between = "\n\n" if last.part != "text" else apart
            return body[:end] + between + words + body[end:]
    return f"{body.rstrip()}\n\n{words}\n" if body.strip() else f"{words}\n"


def _old(found: Assisted) -> list[str]:
    return [text for origin in found.origins if origin.kind == "text" for text in origin.sentences]
