"""Answers given elsewhere, from a file: `imported`, searched and compared, never published until a doctor signs.

What points to a patient is masked before anything is stored.
"""

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.places import Jurisdiction, Language
from publisher.intake.files import Line
from publisher.services import hiding_names, imported_words
from publisher.services.desk import Actor, Desk, require
from publisher.services.drafting import LONGEST_TITLE, unstorable
from publisher.services.fields import Rejected, choice, day, text_of, texts
from publisher.services.importing import ImportResult, Progress, digest_of_record, reject, run
from publisher.services.message_names import keyed
from publisher.storage import Transaction, consistency, entries, events, imports


def import_answers(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """`.jsonl` or `.csv` of answers; `external_id` makes a second import change nothing."""
    if actor.how != "shell":
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    hiding_names.hide(desk)
    work = _Import(desk)
    return run(desk, actor, file, work.put, progress, work.look)


class _Answer:
    """One answer of the file. `digest` is of the file's own values, so that another way of masking changes nothing."""

    def __init__(self, desk: Desk, values: dict[str, Any]) -> None:
        self._desk, self.plain = desk, _answer_content(values)
        if reasons := unstorable(self.plain):
            raise Refusal(*reasons)
        self.external_id = text_of(values, "external_id", longest=200)
        self.digest = keyed(desk, digest_of_record(values))
        self.claims = {
            "claimed_author": text_of(values, "author", required=False, longest=200) or None,
            "claimed_signed_at": str(values["signed_at"])[:40] if values.get("signed_at") else None,
            "import_digest": self.digest,
        }

    @cached_property
    def content(self) -> Content:
        """The words as they are kept."""
        plain = self.plain
        question, body = imported_words.both(self._desk.gate, plain.question or "", plain.body, plain.language)
        return replace(plain, title=title_of(question), question=question, body=body)


def _answer_content(values: dict[str, Any]) -> Content:
    question = text_of(values, "question", longest=20_000).strip()
    jurisdiction = choice(values, "jurisdiction", Jurisdiction) if values.get("jurisdiction") else None
    return Content(
        kind=EntryKind.ANSWER,
        language=choice(values, "language", Language),
        title=title_of(question),
        body=text_of(values, "answer"),
        question=question,
        jurisdictions=(jurisdiction,) if jurisdiction else (),
        sources=texts(values, "sources"),
        stages=texts(values, "stages"),
        audience=text_of(values, "audience", required=False) or None,
        review_by=day(values, "review_by"),
    )


def title_of(question: str) -> str:
    first_line = question.splitlines()[0]
    return first_line if len(first_line) <= LONGEST_TITLE else first_line[: LONGEST_TITLE - 1] + "…"


class _Import:
    """One run over one file: each batch is read and masked before the transaction in which it is stored."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: list[tuple[Line, _Answer]] = []
        self._refused: list[tuple[Line, str]] = []

    def look(self, batch: list[Line]) -> None:
        self._read, self._refused = [], []
        for line in batch:
            try:
                if line.values is None:
                    raise Rejected(line.error)
                self._read.append((line, _Answer(self._desk, line.values)))
            except (Rejected, Refusal) as reason:
                self._refused.append((line, str(reason)))
        with self._desk.db.read() as tx:
            known = imports.known(tx, [answer.external_id for _, answer in self._read])
        here = {(external_id, row.import_digest) for external_id, row in known.items()}
        new = [answer for _, answer in self._read if (answer.external_id, answer.digest) not in here]
        asked = [(answer.plain.question or "", answer.plain.language) for answer in new]
        imported_words.read_together(self._desk.gate, asked)
        for answer in new:
            _ = answer.content

    def put(self, desk: Desk, tx: Transaction, actor: Actor, batch: list[Line], result: ImportResult) -> None:
        for line, reason in self._refused:
            reject(result, line, reason)
        _put_batch(desk, tx, actor, self._read, result)


def _put_batch(
    desk: Desk, tx: Transaction, actor: Actor, read: list[tuple[Line, _Answer]], result: ImportResult
) -> None:
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
    consistency.forget(tx, entry_id)
    entries.set_facts(tx, entry_id, **answer.claims)
    events.append(tx, f"entry:{entry_id}", "imported_again", actor.name, now, digest=answer.content.digest())
