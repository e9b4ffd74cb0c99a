"""Which answers a text is compared with: the nearest that may be shown, and the nearest of all that a doctor signed.

A signed answer counts as soon as it is signed: while it awaits approval and while its author edits it, too. However
many imported answers stand nearer, they push no signed one out. Knows no sentence and no conflict.
"""

from publisher.services.desk import Desk
from publisher.services.index_opening import index_of, usable
from publisher.services.indexing import catch_up
from publisher.services.retrieval import SHOWN, Found, found_of
from publisher.storage import consistency
from publisher.storage import retrieval as rows

NEAREST = 5
_CANDIDATES = 180


def nearest(desk: Desk, asked: str, language: str, *, but: str | None) -> list[Found]:
    """The nearest answers of any kind and the nearest signed ones, each once."""
    if not asked:
        return []
    index = index_of(desk)
    catch_up(desk, seconds=None)
    with desk.db.read() as tx:
        signed = [one for one in consistency.signed(tx, language, desk.today()) if one != but]
    with usable(desk):
        near = [hit.id for hit in index.library.search(asked, language, _CANDIDATES) if hit.id != but]
        close = index.library.nearest_among(asked, language, signed, NEAREST)
    known = set(signed)
    shown = standing(desk, [*near, *close])
    near = [one for one in near if one in shown and shown[one].language == language]
    wanted = [*near[:NEAREST], *[one for one in near if one in known][:NEAREST], *close]
    return [shown[one] for one in dict.fromkeys(wanted) if one in shown]


def standing(desk: Desk, ids: list[str]) -> dict[str, Found]:
    """Those of these answers that count now: shown to people, or signed and not yet approved or edited since."""
    with desk.db.read() as tx:
        return {
            row.id: found_of(row)
            for row in rows.found(tx, ids, desk.today())
            if row.signer is not None or row.status in SHOWN
        }


def whole(desk: Desk, language: str, *, but: str) -> tuple[int, int]:
    """How many of the signed answers of a language the index holds, and how many there are."""
    with desk.db.read() as tx:
        signed = [one for one in consistency.signed(tx, language, desk.today()) if one != but]
    if not signed:
        return 0, 0
    catch_up(desk, seconds=None)
    with usable(desk):
        return len(index_of(desk).library.vectors.items(signed)), len(signed)
