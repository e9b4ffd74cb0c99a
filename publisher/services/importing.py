"""Answers and questions from files: idempotent, resumable, a bad line rejected by its number, never the rest.

Imported answers are `imported`: searched and compared, never published, until a doctor here signs.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from publisher.domain.checking import CheckContext, EntryKind
from publisher.domain.entries import Content
from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.places import Jurisdiction, Language
from publisher.intake.files import Line, read_records, require_utf8
from publisher.services.desk import Actor, Desk, require
from publisher.services.drafting import LONGEST_TITLE, too_long
from publisher.services.fields import Rejected, choice, day, text_of, texts
from publisher.storage import Transaction, entries, events, home

BATCH = 250
Progress = Callable[[int, int], None]


@dataclass
class ImportResult:
    """How many records were new, changed, or already here, and which lines were not taken."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)


def import_answers(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """`.jsonl` or `.csv` of answers; `external_id` makes a second import change nothing."""
    if actor.how != "shell":
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    return run(desk, actor, file, _put_answer, progress)


def import_questions(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """`.jsonl` or `.csv` of questions; personal data is masked before anything is stored."""
    if actor.how != "shell":
        require(actor)
    return run(desk, actor, file, _put_question, progress)


_Put = Callable[[Desk, Transaction, Actor, dict[str, Any]], str]


def run(desk: Desk, actor: Actor, file: Path, put: _Put, progress: Progress | None) -> ImportResult:
    require_utf8(file)
    with file.open("rb") as source:
        total = sum(1 for line in source if line.strip())
    result, done = ImportResult(), 0
    records = read_records(file)
    while batch := list(islice(records, BATCH)):
        _put_batch(desk, actor, batch, put, result)
        done += len(batch)
        if progress is not None:
            progress(done, max(total, done))
    return result


def _put_batch(desk: Desk, actor: Actor, batch: list[Line], put: _Put, result: ImportResult) -> None:
    with desk.db.write() as tx:
        for line in batch:
            if line.values is None:
                result.rejected.append({"line": line.number, "reason": line.error})
                continue
            try:
                outcome = put(desk, tx, actor, line.values)
            except (Rejected, Refusal) as reason:
                result.rejected.append({"line": line.number, "reason": str(reason)})
                continue
            setattr(result, outcome, getattr(result, outcome) + 1)


def digest_of_record(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


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


def _put_answer(desk: Desk, tx: Transaction, actor: Actor, values: dict[str, Any]) -> str:
    external_id = text_of(values, "external_id", longest=200)
    content = _answer_content(values)
    if reasons := too_long(content):
        raise Refusal(*reasons)
    digest, now = digest_of_record(values), desk.clock()
    claimed = {
        "claimed_author": text_of(values, "author", required=False, longest=200) or None,
        "claimed_signed_at": str(values["signed_at"])[:40] if values.get("signed_at") else None,
        "import_digest": digest,
    }
    row = entries.row_by_external_id(tx, external_id)
    if row is None:
        entry_id = new_id()
        entries.add(tx, entry_id, content, now, imported=True, external_id=external_id, **claimed)
        entries.put_working_copy(tx, entry_id, content, 0, actor.id, now)
        events.append(
            tx, f"entry:{entry_id}", "imported", actor.name, now, external_id=external_id, digest=content.digest()
        )
        return "created"
    if row.import_digest == digest:
        return "unchanged"
    if row.head_revision is not None or not row.imported:
        raise Rejected("a doctor here has worked on this answer since; edit it in the workspace")
    current = entries.working_copy(tx, row.id)
    entries.put_working_copy(tx, row.id, content, current.version if current else 0, actor.id, now)
    entries.show_words(tx, row.id, content, now)
    entries.set_facts(tx, row.id, **claimed)
    events.append(tx, f"entry:{row.id}", "imported_again", actor.name, now, digest=content.digest())
    return "updated"


def _put_question(desk: Desk, tx: Transaction, actor: Actor, values: dict[str, Any]) -> str:
    words = text_of(values, "text" if "text" in values else "question", longest=20_000)
    external_id = text_of(values, "external_id" if "external_id" in values else "id", longest=200)
    language = choice(
        values, "language", Language, Language.ZH if any("一" <= c <= "鿿" for c in words) else Language.EN
    )
    asked = values.get("asked_at")
    try:
        asked_at = datetime.fromisoformat(str(asked)) if asked else None
    except ValueError:
        raise Rejected(f"“asked_at” is “{asked}”, no time; write it like 2027-03-08T09:00:00+08:00") from None
    if asked_at is not None and asked_at.tzinfo is None:
        raise Rejected("“asked_at” needs an offset, like +08:00")
    digest = digest_of_record(values)
    row = home.question_by_external_id(tx, external_id)
    if row is not None and row.import_digest == digest:
        return "unchanged"
    home.put_question(
        tx,
        row.id if row else None,
        **({} if row else {"id": new_id(), "made_at": desk.clock()}),
        external_id=external_id,
        text=masked(desk, words, language),
        language=language,
        community=text_of(values, "group", required=False, longest=200) or None,
        asked_at=asked_at,
        import_digest=digest,
    )
    return "updated" if row else "created"


def masked(desk: Desk, words: str, language: Language) -> str:
    """The words with every piece of personal data replaced by its kind."""
    report = desk.gate.check(words, CheckContext(language=language, kind=EntryKind.POST))
    spans = sorted((item.start, item.end, item.rule) for item in report.findings if item.rule.startswith("PII-"))
    pieces, place = [], 0
    for start, end, rule in spans:
        if start >= place and end > start:
            pieces += [words[place:start], f"[{rule.removeprefix('PII-').lower()}]"]
            place = end
    return "".join([*pieces, words[place:]])
