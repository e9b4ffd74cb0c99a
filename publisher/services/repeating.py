"""Which messages are or say the same: by one writer within days it is one question, by several it is one line.

A cry is a cry each time, and of two pictures nobody knows whether they are the same: these are never taken for repeats.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from publisher.domain.triage import ALARMS, Route, Triaged
from publisher.services.message_words import Pictures
from publisher.services.plain_words import plain, weighty
from publisher.storage import Transaction, inbox

if TYPE_CHECKING:
    from publisher.services.receiving import Read

_PUSHED = timedelta(days=3)  # a weekend without an answer; whoever asks again later asks because it lasts


def fingerprint(triaged: Triaged, own: str = "") -> str:
    """The same for messages that differ in letter case, spaces and marks without a meaning alone. `own` sets a message
    apart.

    Fingerprints held no sign at all once. Those that are stored stay as they are, and none of words with digits or
    signs is met again: a line of then is found by likeness, and a question of then is known by its words.
    """
    return _fingerprint(triaged.language, triaged.masked, own)


def fingerprint_of(one: "Read") -> str:
    """A picture without words has a fingerprint of its own."""
    return fingerprint(one.triaged, one.key if one.pictures is Pictures.ALONE else "")


def in_its_words(one: "Read", row: Any) -> bool:
    """Whether a message says what this row says, whatever its fingerprint was made of when it came."""
    if one.pictures is Pictures.ALONE:
        return bool(row.fingerprint == fingerprint_of(one))
    return _of_row(row) == fingerprint_of(one)


def _fingerprint(language: str, words: str, own: str = "") -> str:
    kept = plain(words)
    apart = ("\x1fsigns" if weighty(kept) else "") + (f"\x1f{own}" if own else "")
    return hashlib.sha256(f"{language}\x1f{kept or words}{apart}".encode()).hexdigest()


def _of_row(row: Any) -> str:
    return _fingerprint(row.language, row.text)


class Said:
    """What the writers of a batch said before, where and when, and what of the batch only says it again."""

    def __init__(self, tx: Transaction, batch: Sequence["Read"], now: datetime) -> None:
        self._now = now
        self._at: dict[tuple[str | None, str, str | None], list[datetime]] = {}
        for row in inbox.said_before(tx, [(one.author, fingerprint_of(one)) for one in batch if _may_repeat(one)]):
            self._at.setdefault((row.author, _of_row(row), row.community), []).append(row.asked_at or row.made_at)

    def add(self, one: "Read") -> None:
        self._at.setdefault(_place(one), []).append(one.message.asked_at or self._now)

    def again(self, one: "Read") -> bool:
        """Whether its writer pushes up a question of the last days."""
        at = one.message.asked_at or self._now
        return _may_repeat(one) and any(abs(at - before) <= _PUSHED for before in self._at.get(_place(one), ()))


def _place(one: "Read") -> tuple[str | None, str, str | None]:
    return one.author, fingerprint_of(one), one.message.group


def _may_repeat(one: "Read") -> bool:
    return one.author is not None and one.triaged.route not in ALARMS and one.pictures is Pictures.NONE


def says_the_same(one: "Read", row: Any) -> bool:
    """Whether a version says nothing else than this row. What now reads more pressing is never taken for the same.

    A picture alone is no new word to what waits for a doctor: somebody may have described it there.
    """
    found = one.triaged.route
    if found in ALARMS and row.route not in ALARMS[: ALARMS.index(found) + 1]:
        return False
    described = one.pictures is Pictures.ALONE and row.route in (*ALARMS, Route.DOCTOR)
    return described or in_its_words(one, row)


def is_edit(one: "Read", row: Any) -> bool:
    """Whether a message of this name is that one again: from the same record, in its group, by its writer, or in its
    words, unless nobody's name stands beside a cry. Else it is another one, which only bears the same number."""
    group = one.message.group
    if row.import_digest == one.digest or (group is not None and row.community == group):
        return True
    if row.author and one.author and (row.author == one.author or one.message.account or row.community == group):
        return bool(row.author == one.author)
    if group is None and row.community is None:
        return True
    return (one.author is not None or one.triaged.route not in ALARMS) and in_its_words(one, row)
