"""Drafts from Markdown files with front matter (`kind title language jurisdiction sources …`) or .jsonl."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.domain.checking import EntryKind, Flag
from publisher.domain.entries import Content
from publisher.domain.errors import ConfigurationError, Refusal
from publisher.domain.ids import new_id
from publisher.domain.places import Jurisdiction, Language
from publisher.intake.files import line_of, read_markdown
from publisher.services import drafting, facts
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import Rejected, choice, day, text_of, texts
from publisher.services.importing import ImportResult, Progress, digest_of_record, one_by_one, run
from publisher.services.people import person_by_email
from publisher.storage import Transaction, entries, events

KNOWN = frozenset(
    {
        "kind",
        "title",
        "language",
        "jurisdiction",
        "sources",
        "question",
        "stages",
        "audience",
        "review_by",
        "author",
        "translation_key",
        "flags",
        "external_id",
    }
)


@dataclass(frozen=True)
class EntryFile:
    """An entry as a Markdown file says it. `author` is an e-mail address."""

    content: Content
    author: str | None
    translation_key: str | None


def read_entry(file: Path) -> EntryFile:
    """Read one Markdown file. ConfigurationError names file and line of what is wrong."""
    values, body = read_markdown(file)
    unknown = sorted(str(name) for name in values.keys() - KNOWN)
    if unknown:
        raise ConfigurationError(f"“{unknown[0]}” is not known here.", file=str(file), line=line_of(file, unknown[0]))
    try:
        return _entry(values | {"body": body})
    except Rejected as reason:
        name = str(reason).split("”")[0].removeprefix("“")
        raise ConfigurationError(f"{reason}.", file=str(file), line=line_of(file, name) or 1) from None


def _entry(values: dict[str, Any]) -> EntryFile:
    kind = choice(values, "kind", EntryKind, EntryKind.POST)
    wanted = [choice({"jurisdiction": item}, "jurisdiction", Jurisdiction) for item in texts(values, "jurisdiction")]
    content = Content(
        kind=kind,
        language=choice(values, "language", Language),
        title=text_of(values, "title", longest=drafting.LONGEST_TITLE),
        body=text_of(values, "body", longest=12_000_000),
        question=text_of(values, "question", required=kind is EntryKind.ANSWER, longest=20_000) or None,
        jurisdictions=tuple(wanted),
        sources=texts(values, "sources"),
        stages=texts(values, "stages"),
        audience=text_of(values, "audience", required=False, longest=200) or None,
        flags=tuple(choice({"flags": item}, "flags", Flag) for item in texts(values, "flags")),
        review_by=day(values, "review_by"),
    )
    key = text_of(values, "translation_key", required=False, longest=200) or None
    return EntryFile(content, text_of(values, "author", required=False, longest=254) or None, key)


def import_entries(desk: Desk, actor: Actor, file: Path, progress: Progress | None = None) -> ImportResult:
    """One Markdown file, a folder of them, or a .jsonl whose lines carry `body`. Same title and words: unchanged."""
    if file.suffix.lower() in (".jsonl", ".csv"):
        return run(desk, actor, file, one_by_one(_put_line), progress)
    files = sorted(file.rglob("*.md")) if file.is_dir() else [file]
    if not files:
        raise ConfigurationError("there are no .md files in this folder.", file=str(file))
    read = [read_entry(one) for one in files]
    result = ImportResult()
    for number, (one, found) in enumerate(zip(files, read, strict=True), start=1):
        try:
            with desk.db.write() as tx:
                outcome = put_entry(desk, tx, actor, found, external_id=None)
        except (Refusal, Rejected) as reason:
            result.rejected.append({"line": 1, "reason": f"{one.name}: {reason}"})
            continue
        setattr(result, outcome, getattr(result, outcome) + 1)
        if progress is not None:
            progress(number, len(files))
    return result


def _put_line(desk: Desk, tx: Transaction, actor: Actor, values: dict[str, Any]) -> str:
    return put_entry(
        desk, tx, actor, _entry(values), text_of(values, "external_id", required=False, longest=200) or None
    )


def put_entry(
    desk: Desk, tx: Transaction, actor: Actor, found: EntryFile, external_id: str | None, *, sample: bool = False
) -> str:
    """Add a draft in the name of its author (or of who acts). The same words twice change nothing."""
    person = person_by_email(desk, found.author) if found.author else require(actor, *drafting.WRITERS)
    if reasons := drafting.unstorable(found.content):
        raise Refusal(*reasons)
    now = desk.clock()
    key = external_id or f"entry:{digest_of_record({'digest': found.content.digest(), 'author': person.id})}"
    row = entries.row_by_external_id(tx, key)
    if row is not None and row.import_digest == found.content.digest():
        return "unchanged"
    entry_id = row.id if row else new_id()
    if row is None:
        entries.add(
            tx,
            entry_id,
            found.content,
            now,
            author=person.id,
            unit=person.home_unit,
            external_id=key,
            import_digest=found.content.digest(),
            translation_key=found.translation_key,
            sample=sample,
        )
        entries.put_working_copy(tx, entry_id, found.content, 0, person.id, now)
    else:
        current = entries.working_copy(tx, entry_id)
        entries.put_working_copy(tx, entry_id, found.content, current.version if current else 0, person.id, now)
        entries.set_facts(tx, entry_id, import_digest=found.content.digest())
    events.append(tx, f"entry:{entry_id}", "imported", actor.name, now, digest=found.content.digest())
    drafting.keep_for_signing(desk, tx, actor, entry_id)
    facts.refresh(desk, tx, entry_id)
    return "updated" if row else "created"
