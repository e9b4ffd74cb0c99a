"""From a signed revision to the exact parts a channel will get, under one digest, with the versions they rest on."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from publisher import __version__
from publisher.channels.contract import Byline, Channel, Post, Rendered, RenderedPart
from publisher.domain.checking import CheckContext, CheckReport, Flag
from publisher.domain.entries import Revision
from publisher.domain.errors import Refusal
from publisher.domain.people import Licence, Person
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.domain.signing import Signature
from publisher.services import checking
from publisher.services.desk import Desk
from publisher.storage import Transaction, entries, people


@dataclass(frozen=True)
class Frozen:
    """What will be sent: the post, its rendering, the digest over both, and the versions it was made under."""

    post: Post
    rendered: Rendered
    digest: str
    versions: dict[str, Any]


def freeze(desk: Desk, tx: Transaction, row: Any, revision: Revision, account: Any) -> Frozen:
    """Render a signed revision for an account. Refusal when it is not signed or does not fit the channel."""
    signature = entries.signature(tx, revision.id)
    signer = people.by_id(tx, signature.person) if signature else None
    if signature is None or signer is None:
        raise Refusal(say("Only a signed version can be scheduled; sign it first."))
    channel = channel_of(desk, account.kind)
    context = checking.context_of_revision(desk, tx, revision, signer, account.kind)
    report = checking.report_of(desk.gate, revision.content.body, context)
    approval = entries.approval(tx, revision.id)
    approver = people.by_id(tx, approval.person) if approval else None
    post = post_of(desk, tx, row, revision, report, signature, signer, approver)
    rendered = channel.render(post)
    return Frozen(post, rendered, digest_of(post, rendered), versions_of(desk, context, report, signer, account))


def channel_of(desk: Desk, kind: str) -> Channel:
    channel = desk.channels.get(kind)
    if channel is None:
        known = ", ".join(sorted(desk.channels))
        raise Refusal(say("There is no channel of the kind “{kind}”; there are: {known}.", kind=kind, known=known))
    return channel


def post_of(
    desk: Desk,
    tx: Transaction,
    row: Any,
    revision: Revision,
    report: CheckReport,
    signature: Signature,
    signer: Person,
    approver: Person | None,
) -> Post:
    """Everything a channel may show of a signed revision, its disclaimers in place."""
    content = revision.content
    licence = next((item for item in signer.licences if item.number == signature.licence_number), None)
    same = entries.translations(tx, row.translation_key) if row.translation_key else []
    return Post(
        entry=row.id,
        revision=revision.id,
        revision_digest=revision.digest,
        kind=content.kind.value,
        language=content.language,
        title=content.title,
        body=content.body,
        question=content.question,
        sources=content.sources,
        heads=tuple(item.text for item in report.disclaimers if item.place == "head"),
        footers=tuple(item.text for item in report.disclaimers if item.place != "head"),
        byline=byline_of(signer, licence, approver),
        signed_at=desk.here(signature.signed_at),
        review_by=content.review_by,
        stages=content.stages,
        translations={Language(item.language): item.id for item in same if item.id != row.id},
        sample=row.sample,
    )


def byline_of(signer: Person, licence: Licence | None, approver: Person | None) -> Byline:
    return Byline(
        doctor=signer.name,
        specialty=", ".join(licence.specialties) if licence and licence.specialties else None,
        licence_number=licence.number if licence else None,
        licence_authority=licence.authority if licence else None,
        licence_valid_until=licence.valid_until if licence else None,
        reviewer=approver.name if approver else None,
    )


def versions_of(desk: Desk, context: CheckContext, report: CheckReport, signer: Person, account: Any) -> dict[str, Any]:
    """The versions of packs, licence, account and renderer, and the consent, that a rendering rests on."""
    licence = signer.valid_licence(desk.today())
    return {
        "packs": {pack.id: pack.version for pack in report.packs},
        "texts": desk.gate.texts_version,
        "licence": [licence.number, licence.valid_until.isoformat()] if licence else None,
        "account": [account.kind, account.settings],
        "consent": Flag.CONSENT_RECORDED in context.flags,
        "renderer": versions_of_renderer(desk, account.kind),
    }


def versions_of_renderer(desk: Desk, kind: str) -> list[str]:
    """A channel may state its renderer's version; otherwise it is the software's."""
    return [kind, str(getattr(desk.channels[kind], "renderer_version", __version__))]


def digest_of(post: Post, rendered: Rendered) -> str:
    """SHA-256 over the post and its parts. When it is first tried is not part of it, nor the zone it was signed in."""
    timeless = replace(post, published_at=None, signed_at=post.signed_at.astimezone(UTC))
    plain = json.dumps([post_to_json(timeless), asdict(rendered)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def frozen_to_json(frozen: Frozen) -> dict[str, Any]:
    return {"post": post_to_json(frozen.post), "rendered": asdict(frozen.rendered)}


def frozen_from_json(plain: dict[str, Any]) -> tuple[Post, Rendered]:
    parts = tuple(RenderedPart(**part) for part in plain["rendered"]["parts"])
    return post_from_json(plain["post"]), Rendered(plain["rendered"]["channel"], parts, plain["rendered"]["truncated"])


def post_to_json(post: Post) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(post), default=_plain, ensure_ascii=False))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"cannot store a {type(value).__name__}")


def post_from_json(plain: dict[str, Any]) -> Post:
    byline = dict(plain["byline"])
    until = byline["licence_valid_until"]
    byline["licence_valid_until"] = date.fromisoformat(until) if until else None
    values = dict(plain)
    values["language"] = Language(values["language"])
    values["byline"] = Byline(**byline)
    values["signed_at"] = datetime.fromisoformat(values["signed_at"])
    values["review_by"] = date.fromisoformat(values["review_by"]) if values["review_by"] else None
    values["published_at"] = datetime.fromisoformat(values["published_at"]) if values["published_at"] else None
    values["translations"] = {Language(key): value for key, value in values["translations"].items()}
    for name in ("sources", "heads", "footers", "stages"):
        values[name] = tuple(values[name])
    return Post(**values)
