"""Which answers a text is compared with: the nearest that may be shown, and the nearest of all that a doctor signed.

A signed answer counts as soon as it is signed: while it awaits approval, and while a newer version of it is written and
kept, too. However many imported answers stand nearer, they push no signed one out. Knows no sentence and no conflict.
"""

from publisher.services.desk import Desk
from publisher.services.index_following import behind
from publisher.services.index_opening import index_of, usable
from publisher.services.indexing import catch_up
from publisher.services.retrieval import SHOWN, Found, found_of
from publisher.storage import consistency
from publisher.storage import retrieval as rows

NEAREST = 5
_CANDIDATES = 180
_NEIGHBOURS = (240, 960)  # among so many the signed ones are looked for before all of them are read


def nearest(desk: Desk, asked: str, language: str, *, but: str | None) -> list[Found]:
    """The nearest answers of any kind and the nearest signed ones, each once."""
    if not asked:
        return []
    catch_up(desk, seconds=None)
    with usable(desk):
        near = [hit.id for hit in index_of(desk).library.search(asked, language, _CANDIDATES) if hit.id != but]
    known, close = _signed_among(desk, near, language), _nearest_signed(desk, asked, language, but)
    shown = standing(desk, [*near, *close])
    near = [one for one in near if one in shown and shown[one].language == language]
    wanted = [*near[:NEAREST], *[one for one in near if one in known][:NEAREST], *close]
    return [shown[one] for one in dict.fromkeys(wanted) if one in shown]


def _signed_among(desk: Desk, ids: list[str], language: str) -> set[str]:
    with desk.db.read() as tx:
        return consistency.signed_among(tx, ids, language, desk.today())


def _nearest_signed(desk: Desk, asked: str, language: str, but: str | None) -> list[str]:
    """The nearest by each kind of vector: of few neighbours, of many, or of all that is signed."""
    library = index_of(desk).library
    for many in _NEIGHBOURS:
        with usable(desk):
            kinds = library.nearest(asked, language, many)
        signed = _signed_among(desk, list({one for near in kinds for one in near}), language) - {but}
        close = [sorted(signed & near.keys(), key=lambda one: (-near[one], one))[:NEAREST] for near in kinds]
        if all(len(found) == NEAREST for found in close):
            return list(dict.fromkeys(one for found in close for one in found))
    with desk.db.read() as tx:
        everything = [one for one in consistency.signed(tx, language, desk.today()) if one != but]
    with usable(desk):
        return library.nearest_among(asked, language, everything, NEAREST)


def standing(desk: Desk, ids: list[str]) -> dict[str, Found]:
    """Those of these answers that count now, in the words signed last: shown to people, or signed by a doctor and
    not yet approved or written anew since."""
    with desk.db.read() as tx:
        return {
            row.id: found_of(row)
            for row in rows.compared(tx, ids, desk.today())
            if row.signer is not None or row.status in SHOWN
        }


def whole(desk: Desk, language: str, *, but: str) -> tuple[int, int]:
    """How many of the signed answers of a language the index holds, and how many there are.

    Once all were held, only those are looked up, and counted, that were signed since.
    """
    catch_up(desk, seconds=None)
    index = index_of(desk)
    then = None if behind(desk, index) else index.held.get(language)
    with desk.db.read() as tx:
        now = consistency.signatures(tx)
        new = consistency.signed_since(tx, then, language) if then is not None else None
    with usable(desk):
        if new is None or len(index.library.vectors.items(new)) < len(set(new)):
            with desk.db.read() as tx:
                new = consistency.signed(tx, language, desk.today())
        held = index.library.vectors.items(new)
    if held.keys() >= set(new):
        index.held[language] = now
    others = set(new) - {but}
    return len(held.keys() & others), len(others)


def held(desk: Desk, language: str) -> tuple[int, int]:
    """How many of all texts of a language, imported ones included, the index holds, and how many there are."""
    with desk.db.read() as tx:
        texts = rows.ids(tx, "", language)
    with usable(desk):
        return len(index_of(desk).library.vectors.items(texts)), len(texts)
