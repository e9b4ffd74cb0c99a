"""What becomes of the older version when a newer one stands on the same account: it is gone from there, or goes now."""

from datetime import datetime

from publisher.domain.entries import Revision
from publisher.domain.publications import Publication, PublicationState, made_by_machine
from publisher.domain.sentences import Sentence, say
from publisher.services.copies import words_of
from publisher.services.desk import WORKER
from publisher.storage import Transaction, entries, events, publications

_S = PublicationState


def older(tx: Transaction, publication: Publication, out_by: datetime | None = None) -> Publication | None:
    """The live older version on the same account whose place this one takes; a repetition is a post of its own.

    `out_by`: only among those that were out by then.
    """
    if publication.series is not None and publication.replaces is None:
        return None
    newer = {one.id for one in _newer(tx, publication)}
    live = [one for one in _live(tx, publication) if one.revision not in newer]
    others = [one for one in live if made_by_machine(one.remote_id)]
    if out_by is not None:
        others = [one for one in others if publications.row(tx, one.id).moved_at <= out_by]
    if publication.replaces is not None:
        others = [one for one in others if one.id == publication.replaces] or others
    return others[-1] if others else None


def overtaken(tx: Transaction, publication: Publication) -> Sentence | None:
    """Why it may not follow a newer version of other words on the same account: readers would see the older again."""
    own, newer = entries.revision(tx, publication.revision), _newer(tx, publication)
    if own is None or all(words_of(one.content) == words_of(own.content) for one in newer):
        return None
    return say("a newer version with other words is already there; cancel this one.")


def _live(tx: Transaction, publication: Publication) -> list[Publication]:
    live = publications.in_states(tx, [_S.PUBLISHED], entry=publication.entry, account=publication.account)
    return [one for one in live if one.id != publication.id]


def _newer(tx: Transaction, publication: Publication) -> list[Revision]:
    """The versions newer than its own that are live on the same account."""
    own = entries.revision(tx, publication.revision)
    others = {one.revision for one in _live(tx, publication)} - {publication.revision}
    versions = (entries.revision(tx, name) for name in sorted(others))
    return [one for one in versions if one is not None and own is not None and one.number > own.number]


def retire(
    tx: Transaction, publication: Publication, corrected: Publication | None, can_remove: bool, now: datetime
) -> None:
    """`publication` is there: the post it `corrected` shows its words, and any other that it replaces is taken back."""
    if corrected is None and publication.replaces is not None and can_remove:
        _take_old_post_back(tx, publication.replaces, now)
    if corrected is None or not publications.move(tx, corrected, _S.REMOVING, now, next_at=now):
        return
    events.append(tx, f"publication:{corrected.id}", "removing", WORKER.name, now, before=corrected.state)
    row = publications.row(tx, corrected.id)
    reason = say("replaced by a newer version in the same place.")
    publications.move(tx, publications.publication_of(row), _S.REMOVED, now, reason=reason)
    events.append(tx, f"publication:{corrected.id}", "removed", WORKER.name, now, before="removing", reason=reason)


def _take_old_post_back(tx: Transaction, publication: str, now: datetime) -> None:
    row = publications.row(tx, publication)
    old = publications.publication_of(row)
    reason = say("a corrected version takes its place.")
    if old.state is _S.PUBLISHED and publications.move(tx, old, _S.REMOVING, now, next_at=now, reason=reason):
        events.append(tx, f"publication:{old.id}", "removing", WORKER.name, now, before=old.state)
