"""Recall: a text that fell is listed with every place that still shows it, each with a correction to paste, until done.

An item ends when somebody corrected the place, when the channel proved it gone, or when it is recorded as impossible.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.channels.site.words import day
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.handouts import Cause, Form
from publisher.domain.people import Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services.communities import serves
from publisher.services.desk import WORKER, Actor, Desk, require
from publisher.storage import Transaction, entries, events, recalls

_EVERYTHING = (Role.EDITOR, Role.ADMINISTRATOR, Role.REVIEWER)


@dataclass(frozen=True)
class RecallItem:
    """One place that shows a text which fell. `where` names the community or channel; `correction` is to be pasted."""

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


_CORRECTIONS = {
    Language.EN: {
        Cause.WITHDRAWN: "Correction. On {day} we shared “{title}” here. It has been withdrawn. {reason}",
        Cause.SUPERSEDED: "Correction. On {day} we shared “{title}” here. A newer answer has taken its place.",
        Cause.EXPIRED: "Correction. On {day} we shared “{title}” here. Its review date has passed.",
        "stop": "Please do not rely on it any more and do not pass it on.",
        "new": "The answer that holds now: “{title}”.",
    },
    Language.ZH: {
        Cause.WITHDRAWN: "更正：{day}我们在这里分享的《{title}》现已撤回。{reason}",
        Cause.SUPERSEDED: "更正：{day}我们在这里分享的《{title}》已有新的解答替代。",
        Cause.EXPIRED: "更正：{day}我们在这里分享的《{title}》已过复审日期。",
        "stop": "请不要再以它为依据，也请不要转发。",
        "new": "现行的解答：《{title}》。",
    },
    Language.RU: {
        Cause.WITHDRAWN: "Поправка. {day} мы поделились здесь текстом «{title}». Он отозван. {reason}",
        Cause.SUPERSEDED: "Поправка. {day} мы поделились здесь текстом «{title}». Его заменил новый ответ.",
        Cause.EXPIRED: "Поправка. {day} мы поделились здесь текстом «{title}». Срок его пересмотра прошёл.",
        "stop": "Пожалуйста, больше не опирайтесь на него и не пересылайте его.",
        "new": "Сейчас действует ответ «{title}».",
    },
}


def open_recall(tx: Transaction, actor: Actor, entry_id: str, now: datetime) -> int:
    """List every place of an entry that just fell, in the transaction in which it falls."""
    row = entries.row(tx, entry_id)
    cause = Cause.WITHDRAWN if row.withdrawn_at else Cause.SUPERSEDED if row.superseded_by else Cause.EXPIRED
    opened = recalls.open_for(tx, entry_id, cause, now)
    if opened:
        events.append(tx, f"entry:{entry_id}", "recall_opened", actor.name, now, places=opened, cause=cause)
    return opened


def open_expired(desk: Desk) -> int:
    """Texts whose review date passed since the last look; the worker asks at every change of the day."""
    with desk.db.read() as tx:
        fallen = recalls.expired_unlisted(tx, desk.today())
    for entry in fallen:
        with desk.db.write() as tx:
            open_recall(tx, WORKER, entry, desk.clock())
    return len(fallen)


def waiting(desk: Desk, actor: Actor, entry_id: str | None = None) -> list[RecallItem]:
    """What this person has to call back: in her communities, of her own texts, or everything for who keeps all."""
    with desk.db.write() as tx:
        for row in recalls.settle_removed(tx, desk.clock()):
            events.append(tx, f"entry:{row.entry}", "recall_done", WORKER.name, desk.clock(), item=row.id)
    with desk.db.read() as tx:
        return [_item(tx, row) for row in recalls.waiting(tx, *_scope(tx, actor), entry_id)]


def count(desk: Desk, actor: Actor) -> int:
    with desk.db.read() as tx:
        return recalls.count(tx, *_scope(tx, actor))


def _scope(tx: Transaction, actor: Actor) -> tuple[list[str] | None, str | None]:
    if actor.how == "shell" and actor.person is None:
        return None, None
    person = require(actor)
    if person.has(*_EVERYTHING):
        return None, None
    return [one.id for one in serves(tx, actor)], person.id


def done(desk: Desk, actor: Actor, item_id: str) -> None:
    """Somebody corrected this place."""
    _close(desk, actor, item_id, recalls.DONE, None)


def impossible(desk: Desk, actor: Actor, item_id: str, reason: str) -> None:
    """This place cannot be corrected; says why."""
    if not reason.strip():
        raise Refusal(say("Say why this place cannot be corrected."))
    _close(desk, actor, item_id, recalls.IMPOSSIBLE, reason.strip())


def _close(desk: Desk, actor: Actor, item_id: str, state: str, note: str | None) -> None:
    person, now = require(actor), desk.clock()
    with desk.db.write() as tx:
        communities, author = _scope(tx, actor)
        row = recalls.item(tx, item_id)
        if row is None or not (communities is None or row.community in communities or row.author == author):
            raise NotFound(say("This recall is not one of yours."))
        if recalls.close(tx, item_id, state, note, person.id, now):
            events.append(tx, f"entry:{row.entry}", f"recall_{state}", actor.name, now, item=item_id, reason=note)


def _item(tx: Transaction, row: Any) -> RecallItem:
    language = Language(row.community_language or row.language)
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
        correction=correction(tx, row, language, at),
    )


def correction(tx: Transaction, row: Any, language: Language, at: datetime) -> str:
    """A text to paste where the old one stands; what replaced it is named when it stands itself."""
    words, cause = _CORRECTIONS[language], Cause(row.cause)
    first = words[cause].format(day=day(language, at.date()), title=row.title, reason=row.withdrawn_reason or "")
    said = [first.strip(), words["stop"]]
    newer = entries.row(tx, row.superseded_by) if row.superseded_by else None
    if newer is not None and newer.withdrawn_at is None:
        said.append(words["new"].format(title=newer.title))
    return "\n".join(said)
