"""What a translation rests on: the version it translates, whether that stands, and what holds in its place."""

from publisher.domain.entries import Content, Revision
from publisher.domain.handouts import Cause
from publisher.domain.sentences import Sentence, say
from publisher.services.copies import words_of
from publisher.storage import Transaction, entries, stood


def source(tx: Transaction, content: Content) -> Revision | None:
    """The version these words translate; None when they translate nothing that is known here."""
    return entries.revision(tx, content.translation_of) if content.translation_of else None


def fell(tx: Transaction, content: Content) -> Cause | None:
    """Why the version these words translate stands no longer; None when it does. A new review date is no correction.

    Nor is a version that waits for its approval, or was returned: until another stands, this one does.
    """
    translates = source(tx, content)
    if translates is None:
        return None
    row, newest = entries.row(tx, translates.entry), stood.newest(tx, translates.entry)
    if row.withdrawn_at is not None:
        return Cause.WITHDRAWN
    newer = newest is not None and newest.number > translates.number
    corrected = newer and newest is not None and words_of(newest.content) != words_of(translates.content)
    return Cause.SUPERSEDED if corrected or row.superseded_by is not None else None


def against(tx: Transaction, content: Content) -> Sentence | None:
    """Why a translation may not be shown before a doctor compared it."""
    cause, translates = fell(tx, content), source(tx, content)
    if cause is None or translates is None:
        return None
    title = translates.content.title
    if cause is Cause.WITHDRAWN:
        reason = entries.row(tx, translates.entry).withdrawn_reason
        return say("the text it translates, “{title}”, was withdrawn: {reason}", title=title, reason=reason)
    return say("the text it translates, “{title}”, was corrected or replaced.", title=title)


def holding(tx: Transaction, content: Content) -> Revision | None:
    """The version that stands in the place of the one these words translate; None when none does."""
    translates = source(tx, content)
    if translates is None:
        return None
    row = entries.last_of_line(tx, translates.entry)
    return stood.newest(tx, row.id) if row.withdrawn_at is None else None
