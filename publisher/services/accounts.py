"""Channel accounts: added with their settings and sealed secrets, tested, held and resumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publisher.channels.contract import Account, Channel
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services import one_ear, wording
from publisher.services.desk import Actor, Desk, require, require_administration, require_unit
from publisher.services.freezing import channel_of
from publisher.storage import Transaction, events
from publisher.storage import accounts as rows

SITE = "site"
_SOON_DAYS = 14


@dataclass(frozen=True)
class AccountRow:
    """A channel account as people see it: never its secrets."""

    id: str
    name: str
    kind: str
    label: Mapping[str, str]
    settings: dict[str, str]
    held_reason: str | None
    has_secret: bool
    unit: str | None = None
    expires_on: date | None = None


def accounts(desk: Desk, actor: Actor) -> list[AccountRow]:
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        found = rows.all_rows(tx)
    return [
        AccountRow(
            row.id,
            row.name,
            row.kind,
            desk.channels[row.kind].label if row.kind in desk.channels else {"en": row.kind},
            row.settings,
            row.held_reason,
            row.sealed is not None,
            row.unit,
            expiry_of(row.settings),
        )
        for row in found
        if actor.person is None or actor.person.works_in(row.unit)
    ]


def why_held(desk: Desk, actor: Actor) -> dict[str, tuple[Sentence, ...]]:
    """By id of an account that is held: why, for a reader of any language."""
    if actor.how != "shell":
        require(actor)
    with desk.db.read() as tx:
        return {
            row.id: rows.because(row.held_reason, row.held_says)
            for row in rows.all_rows(tx)
            if row.held_reason and (actor.person is None or actor.person.works_in(row.unit))
        }


def add_account(
    desk: Desk, actor: Actor, kind: str, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> AccountRow:
    """Add an account of a kind. Every missing or unknown field is named at once; nothing is stored then."""
    require_administration(actor)
    channel = channel_of(desk, kind)
    reasons = _wrong_fields(channel, settings, secrets)
    if not name.strip() or len(name) > 80:
        reasons.append(say("Give the account a name of at most 80 characters."))
    if reasons:
        raise Refusal(*reasons)
    account_id, now = new_id(), desk.clock()
    with desk.db.write() as tx:
        if rows.by_name(tx, name.strip()) is not None:
            raise Refusal(say("There is an account “{name}” already.", name=name.strip()))
        one_ear.require(desk, tx, kind, settings, secrets)
        sealed = desk.sealer.seal(f"account:{account_id}", dict(secrets)) if secrets else None
        rows.add(tx, account_id, name.strip(), kind, dict(settings), sealed, now)
        events.append(tx, f"account:{account_id}", "added", actor.name, now, kind=kind, name=name.strip())
    return AccountRow(account_id, name.strip(), kind, channel.label, dict(settings), None, bool(secrets))


def change_account(
    desk: Desk, actor: Actor, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    """Change some fields of an account, its secrets too (a renewed token); an empty setting is taken away."""
    require_administration(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        row = _row(tx, name)
        place = f"account:{row.id}"
        kept = desk.sealer.open(place, row.sealed) if row.sealed else {}
        whole = {key: value for key, value in {**row.settings, **settings}.items() if value}
        opened = {key: value for key, value in {**kept, **secrets}.items() if value}
        if reasons := _wrong_fields(channel_of(desk, row.kind), whole, opened):
            raise Refusal(*reasons)
        one_ear.require(desk, tx, row.kind, whole, opened, row.id)
        values: dict[str, Any] = {"settings": whole}
        if secrets:
            values["sealed"] = desk.sealer.seal(place, opened)
        rows.change(tx, row.id, **values)
        changed = ", ".join(sorted({*settings, *secrets}))
        events.append(tx, place, "changed", actor.name, now, fields=changed)


def expiry_of(settings: Mapping[str, str]) -> date | None:
    """The day on which the account's credentials run out, when somebody noted it."""
    try:
        return date.fromisoformat(settings.get("expires_on", ""))
    except ValueError:
        return None


def expiry_warning(row: AccountRow, today: date) -> Sentence | None:
    """Said from a fortnight before the credentials run out, so that nothing is held on the day."""
    if row.expires_on is None or (left := (row.expires_on - today).days) > _SOON_DAYS:
        return None
    if left < 0:
        return say("The credentials ran out on {day}; enter new ones.", day=row.expires_on.isoformat())
    return say("The credentials run out on {day}; enter new ones before.", day=row.expires_on.isoformat())


def running_out(desk: Desk, actor: Actor) -> tuple[tuple[str, Sentence], ...]:
    """By account, for those who can enter new credentials: which run out soon, the soonest first."""
    if not (actor.person and actor.person.has(Role.ADMINISTRATOR)):
        return ()
    found = [(row, expiry_warning(row, desk.today())) for row in accounts(desk, actor)]
    found.sort(key=lambda one: one[0].expires_on or date.max)
    return tuple((row.name, warning) for row, warning in found if warning is not None)


def _wrong_fields(channel: Channel, settings: Mapping[str, str], secrets: Mapping[str, str]) -> list[Sentence]:
    known = {field.name: field for field in channel.fields}
    given = {**settings, **secrets}
    reasons = [
        say("“{name}” is not a field of this channel.", name=name) for name in sorted(given.keys() - known.keys())
    ]
    missing = [field for field in channel.fields if field.required and not given.get(field.name, "").strip()]
    reasons += [say("“{name}” is missing: {help}", name=field.name, help=field.help["en"]) for field in missing]
    if settings.get("expires_on") and expiry_of(settings) is None:
        reasons.append(say("Write the day on which the credentials run out as YYYY-MM-DD."))
    exposed = [name for name in settings if name in known and known[name].secret]
    reasons += [say("“{name}” is a secret; it is asked for or read from a file.", name=name) for name in exposed]
    return reasons


def ensure_site(desk: Desk, tx: Transaction) -> None:
    """Every home has the built-in account of the public answers site."""
    if rows.by_name(tx, SITE) is None:
        account_id, now = new_id(), desk.clock()
        named = {"site_name": desk.settings.organisation} if desk.settings.organisation else {}
        rows.add(tx, account_id, SITE, SITE, named, None, now)
        events.append(tx, f"account:{account_id}", "added", "installation", now, kind=SITE, name=SITE)


def _row(tx: Transaction, name: str) -> Any:
    row = rows.by_name(tx, name)
    if row is None:
        raise NotFound(say("There is no channel account “{name}”; `publisher channels list` shows them.", name=name))
    return row


def _own(tx: Transaction, actor: Actor, name: str) -> Any:
    row = _row(tx, name)
    if actor.person is not None:
        require_unit(actor.person, row.unit)
    return row


def test_account(desk: Desk, actor: Actor, name: str) -> Sentence | str | None:
    """None when the account works, else one sentence that says what is wrong."""
    if actor.how != "shell":
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    with desk.db.read() as tx:
        row = _own(tx, actor, name)
    channel = channel_of(desk, row.kind)
    secrets = desk.sealer.open(f"account:{row.id}", row.sealed) if row.sealed else {}
    return channel.test(Account(row.id, row.name, row.kind, row.settings, secrets))


def hold_account(desk: Desk, actor: Actor, name: str, reason: str) -> None:
    """Stop everything on one account."""
    _set_hold(desk, actor, name, wording.reason(desk.gate, reason) or "—")


def resume_account(desk: Desk, actor: Actor, name: str) -> None:
    _set_hold(desk, actor, name, None)


def _set_hold(desk: Desk, actor: Actor, name: str, reason: str | None) -> None:
    if actor.how != "shell" or actor.person is not None:
        require(actor, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
    now = desk.clock()
    with desk.db.write() as tx:
        row = _own(tx, actor, name)
        rows.hold(tx, row.id, reason)
        events.append(tx, f"account:{row.id}", "held" if reason else "resumed", actor.name, now, reason=reason)
