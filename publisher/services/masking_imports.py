"""Answers that were imported when less was masked are masked as they would be today, once for a home.

An answer that a doctor opened is hers: it is a revision, whose words nobody changes, and the check names what stands
there. Only the worker does this: it takes as long as an import. Killed anywhere it begins again, which changes nothing
that is masked already.
"""

from dataclasses import replace

from publisher.domain.entries import Content
from publisher.services import imported_words
from publisher.services.desk import WORKER, Desk
from publisher.services.importing_answers import title_of
from publisher.storage import Transaction, consistency, entries, events, home, imports
from publisher.storage.mapping import content_from_json

_DONE, _STEP = "imports_masked", 200


def mask_old(desk: Desk) -> int:
    """Returns how many answers were changed; one that is masked already stays as it is."""
    with desk.db.read() as tx:
        if home.get(tx, _DONE):
            return 0
    count, after = 0, ""
    while True:
        with desk.db.read() as tx:
            rows = imports.unopened(tx, after, _STEP)
        if not rows:
            break
        after = rows[-1].id
        read = [(row, content_from_json(row.content)) for row in rows]
        asked = [(content.question or "", content.language) for _, content in read]
        imported_words.read_together(desk.gate, asked)
        changed = [(row.id, row.version, kept) for row, was in read if (kept := _masked(desk, was)) != was]
        for entry, version, kept in changed:  # each by itself: a cry that comes meanwhile waits for no more than one
            with desk.db.write() as tx:
                count += _put(desk, tx, entry, version, kept)
    with desk.db.write() as tx:
        home.put(tx, _DONE, True, desk.clock())
        if count:
            events.append(tx, "installation", "imports_masked", WORKER.name, desk.clock(), count=count)
    return count


def _masked(desk: Desk, content: Content) -> Content:
    question, body = imported_words.both(desk.gate, content.question or "", content.body, content.language)
    if (question, body) == (content.question or "", content.body):
        return content
    return replace(content, title=title_of(question), question=question, body=body)


def _put(desk: Desk, tx: Transaction, entry: str, version: int, kept: Content) -> bool:
    """False when somebody opened it meanwhile: from then on the words are that person's."""
    now = desk.clock()
    row, current = entries.lock(tx, entry), entries.working_copy(tx, entry)
    if row is None or row.head_revision is not None or current is None:
        return False
    if current.version != version:  # somebody wrote in it, or it was imported again
        kept = _masked(desk, current.content)
    entries.put_working_copy(tx, entry, kept, current.version, WORKER.id, now)
    entries.show_words(tx, entry, kept, now)
    consistency.forget(tx, entry)
    events.append(tx, f"entry:{entry}", "masked_again", WORKER.name, now, digest=kept.digest())
    return True
