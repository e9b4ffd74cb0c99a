"""“What did I say about this?”: the search index kept true to the database, and searches that never show what fell.

What changed since the last look is taken in first, then searched. Whether a found text may be shown is asked of the
database each time, never of the index.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

from publisher.domain.entries import EntryStatus
from publisher.domain.places import Jurisdiction, Language
from publisher.services.desk import Desk
from publisher.services.index_following import content_of
from publisher.services.index_opening import index_of, usable
from publisher.services.indexing import catch_up
from publisher.storage import Transaction, people
from publisher.storage import retrieval as rows

SHOWN = frozenset({EntryStatus.IMPORTED, EntryStatus.SIGNED, EntryStatus.SCHEDULED, EntryStatus.LIVE, EntryStatus.DUE})
SIGNED = SHOWN - {EntryStatus.IMPORTED}
_OVERSAMPLED = 60
_ENOUGH, _CANDIDATES = 10, (60, 240, 960)  # what may not be shown must not push out what may: then more are looked at
_ASKED = 120  # of so many it is asked whether they fit: each takes some milliseconds
Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Found:
    """One answer that may be shown now. `signed_by` is empty for an imported answer nobody here has signed."""

    answer: str
    external_id: str | None
    score: float
    question: str
    text: str
    language: str
    status: str
    signed_by: str | None
    signed_at: datetime | None
    review_by: date | None
    close: bool = field(default=False)
    author: str | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    audience: str | None = None
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchResult:
    """What was found, best first. `abstained`: nothing is near enough to be shown as an answer to this."""

    query: str
    results: tuple[Found, ...]
    abstained: bool


def search(
    desk: Desk,
    query: str,
    *,
    language: str | None = None,
    across: bool = False,
    stage: str | None = None,
    limit: int = 10,
    signed_only: bool = False,
    fits: Fits | None = None,
    follow: bool = True,
    precise: bool = True,
) -> SearchResult:
    """Answers that were given to this or a like question, imported ones included. Never one that fell or expired.

    `fits`: what else an answer must be, asked of the nearest until there are enough. Without `follow` the index is
    taken as it is; without `precise` what is new gets its precise vector later.
    """
    index = index_of(desk)
    if follow:
        catch_up(desk, seconds=0.0 if precise else None)
    asked = language or language_of(query)
    wide = max(_OVERSAMPLED, limit * 3)
    results: tuple[Found, ...] = ()
    fitting = cache(fits) if fits is not None else None
    for candidates in _CANDIDATES if query.strip() else ():
        with usable(desk):
            hits = index.library.search(query, asked, max(wide, candidates), across, candidates)
        shown = _shown(desk, [hit.id for hit in hits], stage, signed_only)
        near = [
            found_of(shown[hit.id], hit.score, hit.close)
            for hit in hits
            if hit.id in shown and (across or shown[hit.id].language == asked)
        ]
        fit = near if fitting is None else (one for one in near[:_ASKED] if fitting(one.answer))
        results = tuple(islice(fit, limit))
        if len(results) >= min(limit, _ENOUGH) or len(hits) < candidates:
            break
    return SearchResult(query, results, not any(one.close for one in results[:3]))


def closest_signed(
    desk: Desk, query: str, language: str, *, limit: int = 5, but: str | None = None, fits: Fits | None = None
) -> tuple[Found, ...]:
    """The nearest answers a doctor here has signed and that stand today, for the panel beside a draft."""
    found = search(desk, query, language=language, limit=limit + 1, signed_only=True, fits=fits).results
    return tuple(one for one in found if one.close and one.answer != but)[:limit]


def standing(desk: Desk, answer: str) -> Found | None:
    """One signed answer by its id, if it stands today."""
    shown = _shown(desk, [answer], None, True)
    return found_of(shown[answer], 1.0, True) if shown else None


def _shown(desk: Desk, ids: list[str], stage: str | None, signed_only: bool) -> dict[str, Any]:
    allowed = SIGNED if signed_only else SHOWN
    with desk.db.read() as tx:
        found = [row for row in rows.found(tx, ids, desk.today()) if EntryStatus(row.status) in allowed]
        if signed_only:  # a translation whose source fell is held until somebody compared the two
            answerable = {one for one in {row.signer for row in found} if _answers_for_it(desk, tx, one)}
            found = [row for row in found if row.source_fell is None and row.signer in answerable]
    if stage is not None:
        found = [row for row in found if stage in content_of(row).get("stages", ())]
    return {row.id: row for row in found}


def _answers_for_it(desk: Desk, tx: Transaction, signer: str) -> bool:
    """Whether a doctor still answers for what she signed: her account is open and a licence valid."""
    person = people.by_id(tx, signer)
    return person is not None and person.active and person.valid_licence(desk.today()) is not None


def found_of(row: Any, score: float = 1.0, close: bool = True) -> Found:
    """A row of the library as it is shown."""
    content = content_of(row)
    return Found(
        answer=row.id,
        external_id=row.external_id,
        score=score,
        question=content.get("question") or row.title,
        text=content.get("body", ""),
        language=row.language,
        status=row.status,
        signed_by=row.signer_name,
        signed_at=row.signed_at,
        review_by=row.review_by,
        close=close,
        author=row.author,
        jurisdictions=tuple(Jurisdiction(one) for one in content.get("jurisdictions") or ()),
        audience=content.get("audience"),
        stages=tuple(content.get("stages") or ()),
    )


def language_of(text: str) -> str:
    """zh, ru or en, told from the letters."""
    if any("㐀" <= char <= "鿿" for char in text):
        return Language.ZH.value
    return Language.RU.value if any("а" <= char.lower() <= "я" for char in text) else Language.EN.value
