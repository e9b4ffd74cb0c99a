"""One box, results while typing: signed answers that stand now, in the community's language, judged by the gate.

Similarity proposes; what differs in stage, dose or negation is said beside a result, and then it is not *the* answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.rendering.spans import to_text
from publisher.services import communities, conflicts, retrieval, standing
from publisher.services.desk import Actor, Desk, require
from publisher.services.handing_out import HANDERS
from publisher.services.stages import stages
from publisher.storage import Transaction, entries, people

SHOWN = 6
_WIDE = 60  # a large import of unsigned answers must not push the signed ones out
_LONGEST = 2000


@dataclass(frozen=True)
class Offered:
    """One answer that may be handed out now. `same`: it answers this very question; else `differs` says why not."""

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
    same: bool
    differs: tuple[str, ...]
    agrees: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Search:
    """`abstained`: nothing here answers this question; what is listed is only near."""

    query: str
    language: Language
    results: tuple[Offered, ...]
    abstained: bool


def find(desk: Desk, actor: Actor, query: str, wanted: Sequence[str], *, limit: int = SHOWN) -> Search:
    """Signed answers for a question in the language of the communities it is looked up for."""
    require(actor, *HANDERS)
    with desk.db.read() as tx:
        places = communities.require_all(tx, actor, wanted)
    language = places[0].language
    if any(one.language is not language for one in places):
        raise Refusal(say("These communities speak different languages; choose those of one language."))
    asked = query.strip()[:_LONGEST]
    if not asked:
        _get_ready(desk)
        return Search(query, language, (), True)
    near = retrieval.search(desk, asked, language=language.value, limit=_WIDE, signed_only=True, precise=False).results[
        : limit + 2
    ]
    with desk.db.read() as tx:
        held = [one for one in near if not standing.against(desk, tx, one.answer)][:limit]
        offered = [_offered(desk, tx, one, asked, language) for one in held]
    offered.sort(key=lambda one: not one.same)
    return Search(query, language, tuple(offered), not any(one.same for one in offered))


def _get_ready(desk: Desk) -> None:
    """An opened box asks for nothing yet: models and index are loaded before the first key is pressed."""
    retrieval.search(desk, "?", language=Language.EN.value, limit=1, signed_only=True, precise=False)
    conflicts.gate_of(desk).same("?", "!", Language.EN.value)


def _offered(desk: Desk, tx: Transaction, found: retrieval.Found, asked: str, language: Language) -> Offered:
    row = entries.row(tx, found.answer)
    revision, signature = entries.revision(tx, row.head_revision), entries.signature(tx, row.head_revision)
    signer = people.by_id(tx, signature.person) if signature else None
    if revision is None or signature is None or signer is None:
        raise Refusal(say("the signature does not fit these words."))
    content = revision.content
    judged = conflicts.gate_of(desk).same(asked, content.question or content.title, language.value)
    licence = next((one for one in signer.licences if one.number == signature.licence_number), None)
    known = (stages().by_id(one) for one in content.stages)
    return Offered(
        entry=found.answer,
        question=content.question or "",
        title=content.title,
        text=to_text(content.body).strip(),
        language=language,
        doctor=signer.name,
        specialty=", ".join(licence.specialties) if licence and licence.specialties else None,
        signed_at=signature.signed_at,
        review_by=content.review_by,
        stages=tuple(one.name(language) for one in known if one is not None),
        same=judged.same,
        differs=judged.differs,
        agrees=judged.agrees,
        score=round(found.score, 4),
    )
