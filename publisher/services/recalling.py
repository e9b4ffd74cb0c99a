"""Recall: a text that fell is listed with every place that still shows it, each with a correction to paste, until done.

An item ends when somebody corrected the place, when the channel proved it gone, or when it is recorded as impossible.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from publisher.channels.site.words import day
from publisher.domain.entries import Revision
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say
from publisher.services import replacing, standing, wording
from publisher.services.desk import WORKER, Actor, Desk, require, require_unit_of
from publisher.storage import Transaction, communities, entries, events, recalls
from publisher.storage.recalls import Scope

_EVERYTHING = (Role.EDITOR, Role.ADMINISTRATOR, Role.REVIEWER)


@dataclass(frozen=True)
class RecallItem:
    """One place that shows a text which fell. `where` names the community or channel; `correction` is to be pasted.

    `way` says how the post of a corrected text leaves its place, or is leaving it, without anything being pasted.
    """

    id: str
    entry: str
    title: str
    cause: Cause
    where: str
    community: str | None
    form: Form | None
    by: str | None
    at: datetime
    url: str | None
    language: Language
    correction: str
    way: Sentence | None = None


_CORRECTIONS = {
    Language.EN: {
        Cause.WITHDRAWN: "Correction. On {day} we shared “{title}” here. It has been withdrawn. {reason}",
        Cause.SUPERSEDED: "Correction. On {day} we shared “{title}” here. A newer answer has taken its place.",
        "corrected": "Correction. On {day} we shared “{title}” here. It has been corrected since.",
        Cause.DUE: "Correction. On {day} we shared “{title}” here. The text it was translated from was withdrawn or "
        "changed, and a doctor is reading it again.",
        Cause.EXPIRED: "Correction. On {day} we shared “{title}” here. Its review date has passed.",
        "stop": "Please do not rely on it any more and do not pass it on.",
        "new": "The answer that holds now: “{title}”, signed on {day}.",
    },
    Language.ZH: {
        Cause.WITHDRAWN: "更正：{day}我们在这里分享的《{title}》现已撤回。{reason}",
        Cause.SUPERSEDED: "更正：{day}我们在这里分享的《{title}》已有新的解答替代。",
        "corrected": "更正：{day}我们在这里分享的《{title}》后来已作更正。",
        Cause.DUE: "更正：{day}我们在这里分享的《{title}》，其原文已被撤回或更改，医生正在重新审阅。",
        Cause.EXPIRED: "更正：{day}我们在这里分享的《{title}》已过复审日期。",
        "stop": "请不要再以它为依据，也请不要转发。",
        "new": "现行的解答：《{title}》（{day}签发）。",
    },
    Language.RU: {
        Cause.WITHDRAWN: "Поправка. {day} мы поделились здесь текстом «{title}». Он отозван. {reason}",
        Cause.SUPERSEDED: "Поправка. {day} мы поделились здесь текстом «{title}». Его заменил новый ответ.",
        "corrected": "Поправка. {day} мы поделились здесь текстом «{title}». С тех пор он исправлен.",
        Cause.DUE: "Поправка. {day} мы поделились здесь текстом «{title}». Текст, с которого он переведён, отозван или "
        "изменён; врач перечитывает перевод.",
        Cause.EXPIRED: "Поправка. {day} мы поделились здесь текстом «{title}». Срок его пересмотра прошёл.",
        "stop": "Пожалуйста, больше не опирайтесь на него и не пересылайте его.",
        "new": "Сейчас действует ответ «{title}» (утверждён {day}).",
    },
}


def waiting(desk: Desk, actor: Actor, entry_id: str | None = None) -> list[RecallItem]:
    """What this person has to call back: in her communities, of her own texts, or everything for who keeps all."""
    with desk.db.write() as tx:
        for row in recalls.settle_removed(tx, desk.clock()):
            events.append(tx, f"entry:{row.entry}", "recall_done", WORKER.name, desk.clock(), item=row.id)
    with desk.db.read() as tx:
        rows = recalls.waiting(tx, _scope(tx, actor), entry_id)
        holding = {_readers(row): row for row in rows}
        newer = {key: _holding(desk, tx, row) for key, row in holding.items()}
        ways = [replacing.ways(desk, tx, entry) for entry in {row.entry for row in rows if row.publication}]
    way = {publication: told for one in ways for publication, told in one.items()}
    return [_item(desk, row, newer[_readers(row)], way.get(row.publication)) for row in rows]


def count(desk: Desk, actor: Actor) -> int:
    with desk.db.read() as tx:
        return recalls.count(tx, _scope(tx, actor))


def _scope(tx: Transaction, actor: Actor) -> Scope:
    if actor.how == "shell" and actor.person is None:
        return Scope()
    person = require(actor)
    if person.has(*_EVERYTHING):
        return Scope(person.id, units=person.scope)
    # members of a closed group still read what it was given
    return Scope(person.id, communities.moderated(tx, person.id))


def done(desk: Desk, actor: Actor, item_id: str) -> None:
    """Somebody corrected this place."""
    _close(desk, actor, item_id, recalls.DONE, None)


def impossible(desk: Desk, actor: Actor, item_id: str, reason: str) -> None:
    """This place cannot be corrected; says why."""
    if not reason.strip():
        raise Refusal(say("Say why this place cannot be corrected."))
    _close(desk, actor, item_id, recalls.IMPOSSIBLE, wording.masked(desk.gate, wording.typed(reason), 1000))


def _close(desk: Desk, actor: Actor, item_id: str, state: str, note: str | None) -> None:
    person, now = require(actor), desk.clock()
    with desk.db.write() as tx:
        served, row = _scope(tx, actor).communities, recalls.item(tx, item_id)
        if row is None or not (served is None or row.community in served or row.author == person.id):
            raise NotFound(say("This recall is not one of yours."))
        if row.publication is not None:
            require_unit_of(person, row)
        if recalls.close(tx, item_id, state, note, person.id, now):
            events.append(tx, f"entry:{row.entry}", f"recall_{state}", actor.name, now, item=item_id, reason=note)


_Held = tuple[Revision, datetime] | None


def _item(desk: Desk, row: Any, newer: _Held, way: Sentence | None) -> RecallItem:
    language = _language(row)
    at = row.given_at or row.due_at
    return RecallItem(
        id=row.id,
        entry=row.entry,
        title=row.title,
        cause=Cause(row.cause),
        where=row.community_name or row.account_name,
        community=row.community,
        form=Form(row.form) if row.form else None,
        by=row.giver,
        at=at,
        url=row.url,
        language=language,
        correction=_correction(row, language, desk.here(at).date(), newer),
        way=way,
    )


def _correction(row: Any, language: Language, on: date, newer: _Held) -> str:
    """A text to paste where the old one stands; what holds in its place is named when it stands itself.

    Never the withdrawn text itself: what holds in its place is another one.
    """
    words, cause = _CORRECTIONS[language], Cause(row.cause)
    in_place = cause is Cause.SUPERSEDED and row.superseded_by is None
    first = words["corrected" if in_place else cause].format(
        day=day(language, on), title=row.title, reason=row.withdrawn_reason or ""
    )
    said = [first.strip(), words["stop"]]
    itself = newer is not None and (
        newer[0].id == row.revision or (cause is Cause.WITHDRAWN and newer[0].entry == row.entry)
    )
    if newer is not None and not itself:
        said.append(words["new"].format(title=newer[0].content.title, day=day(language, newer[1].date())))
    return "\n".join(said)


def _language(row: Any) -> Language:
    return Language(row.community_language or row.language)


def _readers(row: Any) -> tuple[str, Language, str | None]:
    """The entry, and the language and the law of the place: what may stand there is the same for each of a kind."""
    return row.entry, _language(row), row.jurisdiction


def _holding(desk: Desk, tx: Transaction, item: Any) -> _Held:
    """The signed version that may be shown now in the place of an item's entry, and when it was signed in the home.

    None where its readers could not read it: a channel asks no language, and the correction stands on its page.
    """
    row = entries.last_of_line(tx, item.entry)
    place = communities.by_id(tx, item.community) if item.community else None
    if standing.against_in(desk, tx, row.id, [place] if place else []):
        return None
    revision, signature = entries.revision(tx, row.head_revision), entries.signature(tx, row.head_revision)
    if revision is None or signature is None or revision.content.language is not _language(item):
        return None
    return revision, desk.here(signature.signed_at)
