"""What patients tell each other, kept beside the answers: no doctor's words, masked, never searched or handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.triage import Label
from publisher.services import wording
from publisher.services.desk import Actor, Desk, require
from publisher.services.handing_out import HANDERS
from publisher.services.triaging import triage_of
from publisher.services.views import Page
from publisher.storage import events
from publisher.storage import peers as rows

_LONGEST = 4000
_CRY = say(
    "A life may be in danger, and nobody is called for a note: tell it under “Danger”, or send it to the doctor."
)
_REMOVERS = tuple(role for role in HANDERS if role is not Role.VOLUNTEER)


@dataclass(frozen=True)
class Note:
    """One note, and the member of the team who kept it. `removable`: whoever reads it may take it down."""

    id: str
    title: str
    text: str
    by: str
    at: datetime
    removable: bool


def notes(desk: Desk, actor: Actor, languages: Sequence[Language], *, page: int = 1, size: int = 20) -> Page[Note]:
    """Notes in these languages, the newest first."""
    person = require(actor, *HANDERS)
    with desk.db.read() as tx:
        found, total = rows.listed(tx, [one.value for one in languages], page, size)
    read = (Note(row.id, row.title, row.text, row.name, row.at, _removes(person, row.person)) for row in found)
    return Page(tuple(read), total, False, page, size)


def keep(desk: Desk, actor: Actor, language: Language, title: str, text: str) -> str:
    """Keep a note; personal data in it is masked before it is stored. A cry is refused: a person must be told."""
    person, now = require(actor, *HANDERS), desk.clock()
    typed = [wording.typed(part)[:_LONGEST] for part in (title, text)]
    if not all(typed):
        raise Refusal(say("A note needs a title and a text."))
    triage, read_in = triage_of(desk.gate), wording.language_of(" ".join(typed), language)
    read = [triage.read(part, read_in) for part in typed]
    # What the second reader alone hears is kept: it hears happy births too, and a refusal leaves those no way on.
    if any(mark.label is Label.CRISIS and mark.detail != "reader" for one in read for mark in one.marks):
        raise Refusal(_CRY)
    with desk.db.write() as tx:
        note = rows.add(tx, language.value, read[0].masked[:200], read[1].masked, person.id, now)
        events.append(tx, f"peer_note:{note}", "kept", actor.name, now)
    return note


def remove(desk: Desk, actor: Actor, note: str) -> None:
    """Take a note down, its words for good. A volunteer only what she kept herself."""
    person = require(actor, *HANDERS)
    with desk.db.write() as tx:
        keeper = rows.keeper(tx, note)
        if keeper is not None and not _removes(person, keeper):
            raise NotAllowed(say("A volunteer takes down only what she kept herself; ask a moderator."))
        if not rows.remove(tx, note, desk.clock()):
            raise NotFound(say("There is no such note."))
        events.append(tx, f"peer_note:{note}", "removed", actor.name, desk.clock())


def _removes(person: Person, keeper: str) -> bool:
    return keeper == person.id or person.has(*_REMOVERS)
