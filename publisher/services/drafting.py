"""Writing: new entries, the working copy that autosave overwrites, and revisions that are kept for good."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from publisher.domain.checking import EntryKind, Flag
from publisher.domain.entries import Content, Revision, WorkingCopy
from publisher.domain.errors import EditConflict, NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.sentences import Sentence, say
from publisher.services import checking, facts
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.services.fields import NO_TEXT
from publisher.services.library import view
from publisher.services.views import EntryView
from publisher.storage import Transaction, assistant, entries, events, people, stood

WRITERS = (Role.DOCTOR, Role.EDITOR)
LONGEST_TITLE = 300
_NAMES = {field.name for field in fields(Content)}


def unstorable(content: Content) -> list[Sentence]:
    """What about a text keeps it from being stored, in sentences. Sizes in characters."""
    reasons = []
    if any(NO_TEXT.search(words) for words in (content.title, content.body, content.question or "", *content.sources)):
        reasons.append(say("It contains characters that are no text; paste it again as plain text."))
    if len(content.body) > checking.LONGEST_BODY:
        reasons.append(
            say(
                "The text has {count} characters; at most {limit} can be kept.",
                count=len(content.body),
                limit=checking.LONGEST_BODY,
            )
        )
    if len(content.title) > LONGEST_TITLE:
        reasons.append(
            say(
                "The title has {count} characters; at most {limit} can be kept.",
                count=len(content.title),
                limit=LONGEST_TITLE,
            )
        )
    return reasons


def add_entry(desk: Desk, actor: Actor, content: Content, **facts_: Any) -> EntryView:
    """A new entry with its first working copy; kept as revision 1 when it has words."""
    person = require(actor, *WRITERS)
    if reasons := unstorable(content):
        raise Refusal(*reasons)
    entry_id, now = new_id(), desk.clock()
    with desk.db.write() as tx:
        author = person.id if person.has(Role.DOCTOR) else None
        entries.add(tx, entry_id, content, now, author=author, unit=person.home_unit, **facts_)
        entries.put_working_copy(tx, entry_id, content, 0, person.id, now)
        events.append(tx, f"entry:{entry_id}", "added", actor.name, now, kind=content.kind, language=content.language)
        if content.body.strip():
            _keep(desk, tx, actor, entry_id)
        return view(desk, tx, entry_id)


def _writable(tx: Transaction, person: Person, entry_id: str) -> Any:
    row = entries.lock(tx, entry_id)
    if row is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    if row.author not in (None, person.id) and not person.has(Role.EDITOR):
        raise NotAllowed(say("This text is another doctor's; only she or a communications editor may edit it."))
    require_unit_of(person, row)
    if row.withdrawn_at is not None:
        raise Refusal(say("This entry was withdrawn; write a new one."))
    return row


def working_copy(desk: Desk, actor: Actor, entry_id: str) -> WorkingCopy:
    person = require(actor, *WRITERS, Role.REVIEWER)
    with desk.db.read() as tx:
        found, row = entries.working_copy(tx, entry_id), entries.row(tx, entry_id)
    if found is None:
        raise NotFound(say("There is no entry {id}.", id=entry_id))
    require_unit_of(person, row)
    return found


def save_working_copy(desk: Desk, actor: Actor, entry_id: str, changes: dict[str, Any], version: int) -> WorkingCopy:
    """Autosave: overwrite the working copy that had `version`. EditConflict when somebody saved in between."""
    person = require(actor, *WRITERS)
    now = desk.clock()
    with desk.db.write() as tx:
        _writable(tx, person, entry_id)
        current = entries.working_copy(tx, entry_id)
        if current is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        content = _assisted(tx, entry_id, changed(current.content, changes))
        if reasons := unstorable(content):
            raise Refusal(*reasons)
        if content == current.content:
            return current
        if current.version != version or not entries.put_working_copy(tx, entry_id, content, version, person.id, now):
            raise EditConflict(
                say("This text was changed elsewhere meanwhile. Nothing was overwritten; compare the two.")
            )
        entries.show_words(tx, entry_id, content, now)
        facts.refresh(desk, tx, entry_id)
    return WorkingCopy(entry_id, content, version + 1, person.id, now)


def _assisted(tx: Transaction, entry_id: str, content: Content) -> Content:
    """What a model helped to write says so to the end: nobody takes the flag off."""
    if Flag.AI_GENERATED in content.flags or not assistant.used(tx, entry_id):
        return content
    return replace(content, flags=(*content.flags, Flag.AI_GENERATED))


def changed(content: Content, changes: dict[str, Any]) -> Content:
    """Content with some fields replaced, given by name as plain values (strings, lists). Refusal names a wrong one."""
    readers: dict[str, Any] = {
        "kind": EntryKind,
        "language": Language,
        "jurisdictions": lambda items: tuple(Jurisdiction(item) for item in items),
        "flags": lambda items: tuple(Flag(item) for item in items),
        "sources": lambda items: tuple(str(item).strip() for item in items if str(item).strip()),
        "stages": lambda items: tuple(str(item) for item in items),
        "review_by": lambda value: date.fromisoformat(value) if isinstance(value, str) and value else value or None,
    }
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in _NAMES:
            raise Refusal(say("“{name}” is not a field of an entry.", name=name))
        try:
            values[name] = readers.get(name, lambda same: same)(value)
        except (ValueError, TypeError):
            raise Refusal(say("“{value}” is not a valid {name}.", value=value, name=name)) from None
    return replace(content, **values)


def keep_revision(desk: Desk, actor: Actor, entry_id: str) -> EntryView:
    """Make the working copy an immutable, checked revision; does nothing when nothing changed."""
    person = require(actor, *WRITERS)
    with desk.db.write() as tx:
        _writable(tx, person, entry_id)
        _keep(desk, tx, actor, entry_id)
        return view(desk, tx, entry_id)


def edit_entry(desk: Desk, actor: Actor, entry_id: str, content: Content) -> EntryView:
    """Replace the words and keep them as a new revision, in one step."""
    person = require(actor, *WRITERS)
    if reasons := unstorable(content):
        raise Refusal(*reasons)
    now = desk.clock()
    with desk.db.write() as tx:
        _writable(tx, person, entry_id)
        content = _assisted(tx, entry_id, content)
        current = entries.working_copy(tx, entry_id)
        if current and not entries.put_working_copy(tx, entry_id, content, current.version, person.id, now):
            raise EditConflict(
                say("This text was changed elsewhere meanwhile. Nothing was overwritten; compare the two.")
            )
        entries.show_words(tx, entry_id, content, now)
        _keep(desk, tx, actor, entry_id)
        return view(desk, tx, entry_id)


def keep_for_signing(desk: Desk, tx: Transaction, actor: Actor, entry_id: str) -> None:
    """An imported answer gets its first revision when a doctor opens it to sign."""
    _keep(desk, tx, actor, entry_id)


def _keep(desk: Desk, tx: Transaction, actor: Actor, entry_id: str) -> None:
    row = entries.row(tx, entry_id)
    working = entries.working_copy(tx, entry_id)
    head = entries.revision(tx, row.head_revision) if row.head_revision else None
    if working is None or (head is not None and head.digest == working.content.digest()):
        facts.refresh(desk, tx, entry_id)
        return
    now = desk.clock()
    number = head.number + 1 if head else 1
    content = working.content
    revision = Revision(new_id(), entry_id, number, content, content.digest(), actor.id or "", now)
    entries.add_revision(tx, revision)
    entries.set_facts(tx, entry_id, head_revision=revision.id, returned_reason=None)
    entries.show_words(tx, entry_id, content, now)
    told = {"revision": revision.id, "number": number, "digest": revision.digest}
    if row.approval_missing:
        told[stood.UNAPPROVED] = row.head_revision
    events.append(tx, f"entry:{entry_id}", "revised", actor.name, now, **told)
    author = people.by_id(tx, row.author) if row.author else None
    checking.check_revision(desk, tx, revision, author)
    facts.refresh(desk, tx, entry_id)
