"""Questions from a file; personal data is masked before anything is stored."""

from datetime import datetime
from pathlib import Path
from typing import Any

from publisher.domain.checking import CheckContext, EntryKind
from publisher.domain.ids import new_id
from publisher.domain.places import Language
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import Rejected, choice, text_of
from publisher.services.importing import ImportResult, Progress, digest_of_record, one_by_one, run
from publisher.storage import Transaction, home


def import_questions(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """`.jsonl` or `.csv` of questions; the same `external_id` with the same words changes nothing."""
    if actor.how != "shell":
        require(actor)
    return run(desk, actor, file, one_by_one(_put_question), progress)


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
