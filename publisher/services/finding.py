"""One box, results while typing: signed answers that may be handed out in these communities now, judged by the gate.

Similarity proposes; what differs in stage, dose or negation is said beside a result, and then it is not *the* answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.rendering.spans import to_text
from publisher.services import agreeing, communities, conflicts, retrieval, standing
from publisher.services.desk import Actor, Desk, require
from publisher.services.handing_out import HANDERS
from publisher.services.stages import stages
from publisher.storage import Transaction, entries, people
from vectorstore.binding import binding
from vectorstore.differences import compare
from vectorstore.reading import Reading, read

SHOWN, FAR = 6, 3  # how many are listed, and how many when none is close
_LONGEST = 2000
_ANY_WORDS = {Language.EN: "first weeks", Language.ZH: "怀孕初期", Language.RU: "первые недели"}


@dataclass(frozen=True)
class Offered:
    """One answer that may be handed out now. `same`: it answers this very question; None while that is not judged.

    What `differs` stands at once; where it binds, as a stage or a dose does, it settles that it is not the same.
    """

    entry: str
    question: str
    title: str
    text: str
    language: Language
    doctor: str
    specialty: str | None
    signed_at: datetime
    review_by: date | None
    stages: tuple[str, ...]
    same: bool | None
    differs: tuple[str, ...]
    score: float
    close: bool

    @property
    def asks(self) -> str:
        return self.question or self.title


@dataclass(frozen=True)
class Search:
    """`abstained`: nothing here answers this question; what is listed is only near."""

    query: str
    language: Language
    results: tuple[Offered, ...]

    @property
    def abstained(self) -> bool:
        return not any(one.same for one in self.results)


def find(
    desk: Desk, actor: Actor, query: str, wanted: Sequence[str], *, limit: int = SHOWN, judge: bool = True
) -> Search:
    """Signed answers for a question in the language of the communities it is looked up for.

    Without `judge` only what needs no model is compared; `judged` says the rest of what was listed.
    """
    require(actor, *HANDERS)
    with desk.db.read() as tx:
        places = communities.require_all(tx, actor, wanted)
    language = places[0].language
    if any(one.language is not language for one in places):
        raise Refusal(say("These communities speak different languages; choose those of one language."))
    asked = query.strip()[:_LONGEST]
    if not asked:
        _get_ready(desk)
        return Search(query, language, ())

    def fits(entry: str) -> bool:
        with desk.db.read() as tx:
            return not standing.against_in(desk, tx, entry, places)

    # what just changed is taken in when somebody pauses: no key press waits for the index to grow
    near = retrieval.search(
        desk, asked, language=language.value, limit=limit, signed_only=True, fits=fits, follow=judge, precise=False
    ).results
    reading, asker = read(asked, language.value), agreeing.Asker.in_communities(places)
    with desk.db.read() as tx:
        offered = [_offered(desk, tx, one, reading, agreeing.apart(desk, reading, one, asker)) for one in near]
    close = [one for one in offered if one.close] or offered[:FAR]
    if judge:
        same = judged(desk, asked, language, close)
        close = sorted((replace(one, same=same[one.entry]) for one in close), key=lambda one: not one.same)
    return Search(query, language, tuple(close))


def judged(desk: Desk, query: str, language: Language, offered: Sequence[Offered]) -> dict[str, bool]:
    """The match gate's word on each: whether it answers this very question."""
    gate, asked = conflicts.gate_of(desk), query.strip()[:_LONGEST]
    open_ones = [one for one in offered if one.same is None]
    gate.learn([(text, language.value) for text in (asked, *(one.asks for one in open_ones))])
    return {one.entry: one.same is None and gate.same(asked, one.asks, language.value).same for one in offered}


def _get_ready(desk: Desk) -> None:
    """An opened box asks for nothing yet: models and index are loaded before the first key is pressed."""
    for language, words in _ANY_WORDS.items():
        retrieval.search(desk, words, language=language.value, limit=1, signed_only=True, precise=False)
        conflicts.gate_of(desk).same(words, words, language.value)


def _offered(desk: Desk, tx: Transaction, found: retrieval.Found, asked: Reading, besides: tuple[str, ...]) -> Offered:
    row = entries.row(tx, found.answer)
    revision, signature = entries.revision(tx, row.head_revision), entries.signature(tx, row.head_revision)
    signer = people.by_id(tx, signature.person) if signature else None
    if revision is None or signature is None or signer is None:
        raise Refusal(say("the signature does not fit these words."))
    content = revision.content
    language = content.language
    theirs = read(content.question or content.title, language.value)
    differs = compare(asked, theirs)[0]
    settled = besides + binding(asked, theirs, differs)
    licence = next((one for one in signer.licences if one.number == signature.licence_number), None)
    known = (stages().by_id(one) for one in content.stages)
    return Offered(
        entry=found.answer,
        question=content.question or "",
        title=content.title,
        text=_plain(content.body),
        language=language,
        doctor=signer.name,
        specialty=", ".join(licence.specialties) if licence and licence.specialties else None,
        signed_at=signature.signed_at,
        review_by=content.review_by,
        stages=tuple(one.name(language) for one in known if one is not None),
        same=False if settled else None,
        differs=differs + besides,
        score=round(found.score, 4),
        close=found.close,
    )


@lru_cache(maxsize=512)
def _plain(body: str) -> str:
    return to_text(body).strip()
