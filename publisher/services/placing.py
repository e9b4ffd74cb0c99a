"""Puts one signed revision on one account at one moment: frozen, keyed, recorded. Who may ask for it, others decide."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.entries import Content, Revision
from publisher.domain.errors import Refusal
from publisher.domain.ids import new_id
from publisher.domain.publications import LatePolicy, Priority, Publication, PublicationState
from publisher.domain.sentences import say
from publisher.domain.times import wall_time
from publisher.services import fitness, freezing
from publisher.services.desk import Actor, Desk
from publisher.storage import Transaction, agenda, entries, events, publications


@dataclass(frozen=True)
class Options:
    """What a publication carries besides its text, account and time. `again`: the same words that day are meant."""

    again: bool = False
    late: LatePolicy = LatePolicy.ASK
    campaign: str | None = None
    series: str | None = None
    replaces: str | None = None
    priority: Priority = Priority.ORDINARY
    fold: str | None = None


def sendable(desk: Desk, tx: Transaction, row: Any, kind: str, last: fitness.LastAnswer | None = None) -> Revision:
    """The newest revision of an entry, if it may leave on a kind of channel. Refusal with every reason at once."""
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is None or not row.signed:
        raise Refusal(say("Only a signed version can be scheduled; sign it first."))
    if row.edited:
        raise Refusal(
            say("The text was edited after it was signed; finish and sign the new version, or undo the edit.")
        )
    stands = fitness.standing(desk, tx, row, revision.id)
    if stands.gone:
        raise Refusal(stands.gone)
    reasons = [*stands.reasons, *fitness.findings_against(desk, tx, revision.id, kind, last)]
    if reasons:
        raise Refusal(*reasons)
    return revision


def place(
    desk: Desk,
    tx: Transaction,
    actor: Actor,
    row: Any,
    revision: Revision,
    account: Any,
    due: datetime,
    zone: str,
    options: Options,
) -> Publication:
    """Insert the scheduled publication with its frozen parts and the event that tells of it."""
    now, digest = desk.clock(), text_digest(revision.content)
    if not options.again:
        _ask_about_doubles(tx, digest, revision.id, account, due, zone)
    frozen = freezing.freeze(desk, tx, row, revision, account)
    publication = Publication(
        new_id(),
        row.id,
        revision.id,
        account.id,
        publications.next_occurrence(tx, revision.id, account.id),
        PublicationState.SCHEDULED,
        due,
        wall_time(due, zone),
        zone,
        remote_key=new_id(),
        campaign=options.campaign,
        series=options.series,
        replaces=options.replaces,
        late_policy=options.late,
        priority=options.priority,
        next_at=due,
    )
    publications.add(tx, **_values(publication, frozen, digest, options), made_by=actor.id, made_at=now, moved_at=now)
    detail = {"account": account.name, "due_at": due.isoformat(), "revision": revision.id, "digest": frozen.digest}
    events.append(tx, f"publication:{publication.id}", "scheduled", actor.name, now, **detail)
    return publication


def _values(one: Publication, frozen: freezing.Frozen, digest: str, options: Options) -> dict[str, Any]:
    same = ("id", "entry", "revision", "account", "occurrence", "state", "due_at", "next_at", "local_due", "zone")
    more = ("attempt", "sends_started", "remote_key", "version", "campaign", "series", "replaces", "late_policy")
    return {name: getattr(one, name) for name in (*same, *more)} | {
        "priority": int(one.priority),
        "frozen": freezing.frozen_to_json(frozen),
        "frozen_digest": frozen.digest,
        "versions": frozen.versions,
        "fold": options.fold,
        "text_digest": digest,
    }


def text_digest(content: Content) -> str:
    """Of the words alone, whatever their title, entry or spacing: the same text is the same to a reader."""
    words = " ".join(unicodedata.normalize("NFKC", content.body).casefold().split())
    return hashlib.sha256(f"{content.language}\x1f{words}".encode("utf-8", "surrogatepass")).hexdigest()


def _ask_about_doubles(tx: Transaction, digest: str, revision: str, account: Any, due: datetime, zone: str) -> None:
    day = due.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    if agenda.same_day(tx, digest, revision, account.id, day, day + timedelta(days=1)):
        raise DoubledRefusal(
            say(
                "These words are on “{account}” that day already. Choose another day or account, or confirm that they "
                "are meant to go out again.",
                account=account.name,
            )
        )


class DoubledRefusal(Refusal):
    """The same words on the same account on the same day: asked about, and done when confirmed."""
