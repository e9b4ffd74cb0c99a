"""Answers given elsewhere, from a file: `imported`, searched and compared, never published until a doctor signs."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.places import Jurisdiction, Language
from publisher.intake.files import Line
from publisher.services import hiding_names
from publisher.services.desk import Actor, Desk, require
from publisher.services.drafting import LONGEST_TITLE, unstorable
from publisher.services.fields import Rejected, choice, day, text_of, texts
from publisher.services.importing import ImportResult, Progress, digest_of_record, reject, run
from publisher.services.message_names import keyed
from publisher.storage import Transaction, entries, events, imports


def import_answers(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """`.jsonl` or `.csv` of answers; `external_id` makes a second import change nothing."""
    if actor.how != "shell":
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    hiding_names.hide(desk)
    return run(desk, actor, file, _put_batch, progress)


@dataclass(frozen=True)
class _Answer:
    external_id: str
    content: Content
    digest: str
    claims: dict[str, str | None]


def _read(desk: Desk, values: dict[str, Any]) -> _Answer:
    content = _answer_content(values)
    if reasons := unstorable(content):
        raise Refusal(*reasons)
    digest = keyed(desk, digest_of_record(values))
    claims = {
        "claimed_author": text_of(values, "author", required=False, longest=200) or None,
        "claimed_signed_at": str(values["signed_at"])[:40] if values.get("signed_at") else None,
        "import_digest": digest,
    }
    return _Answer(text_of(values, "external_id", longest=200), content, digest, claims)


def _answer_content(values: dict[str, Any]) -> Content:
    question = text_of(values, "question", longest=20_000).strip()
    first_line = question.splitlines()[0]
    jurisdiction = choice(values, "jurisdiction", Jurisdiction) if values.get("jurisdiction") else None
    return Content(
        kind=EntryKind.ANSWER,
        language=choice(values, "language", Language),
        title=first_line if len(first_line) <= LONGEST_TITLE else first_line[: LONGEST_TITLE - 1] + "…",
        body=text_of(values, "answer"),
        question=question,
        jurisdictions=(jurisdiction,) if jurisdiction else (),
        sources=texts(values, "sources"),
        stages=texts(values, "stages"),
        audience=text_of(values, "audience", required=False) or None,
        review_by=day(values, "review_by"),
    )


def _put_batch(desk: Desk, tx: Transaction, actor: Actor, batch: list[Line], result: ImportResult) -> None:
    read: list[tuple[Line, _Answer]] = []
    for line in batch:
        try:
            if line.values is None:
                raise Rejected(line.error)
            read.append((line, _read(desk, line.values)))
        except (Rejected, Refusal) as reason:
            reject(result, line, str(reason))
    known = imports.known(tx, [answer.external_id for _, answer in read])
    fresh: dict[str, _Answer] = {}
    now = desk.clock()
    for line, answer in read:
        row = known.get(answer.external_id)
        earlier = fresh.get(answer.external_id)
        if earlier is not None and earlier.digest != answer.digest:
            reject(result, line, "“external_id” stands twice in this file with other words")
        elif earlier is not None or (row is not None and row.import_digest == answer.digest):
            result.unchanged += 1
        elif row is None:
            fresh[answer.external_id] = answer
            result.created += 1
        elif row.head_revision is not None or not row.imported:
            reject(result, line, "a doctor here has worked on this answer since; edit it in the workspace")
        else:
            _replace(tx, actor, row.id, answer, now)
            result.updated += 1
    _add(tx, actor, list(fresh.values()), now)


def _add(tx: Transaction, actor: Actor, answers: list[_Answer], now: datetime) -> None:
    new = [
        imports.NewEntry(
            new_id(),
            answer.content,
            {**answer.claims, "external_id": answer.external_id},
            {"external_id": answer.external_id, "digest": answer.content.digest()},
        )
        for answer in answers
    ]
    imports.add_many(tx, new, now, actor.id, actor.name)


def _replace(tx: Transaction, actor: Actor, entry_id: str, answer: _Answer, now: datetime) -> None:
    current = entries.working_copy(tx, entry_id)
    entries.put_working_copy(tx, entry_id, answer.content, current.version if current else 0, actor.id, now)
    entries.show_words(tx, entry_id, answer.content, now)
    entries.set_facts(tx, entry_id, **answer.claims)
    events.append(tx, f"entry:{entry_id}", "imported_again", actor.name, now, digest=answer.content.digest())
