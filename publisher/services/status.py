"""What works and what does not, each with the fix: for `publisher status` and the readiness route."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from publisher.domain.errors import ConfigurationError
from publisher.services import accounts, mailing
from publisher.services.desk import SHELL, Desk
from publisher.services.stopping import stopped
from publisher.services.today import worker_alive
from publisher.storage import crises, people


@dataclass(frozen=True)
class Line:
    """One part of the installation: whether it works, and what is or what to do."""

    what: str
    ok: bool
    says: str


def status(open_desk: Callable[[], Desk]) -> list[Line]:
    """One line per part. Never raises: what cannot be opened is a line that says so."""
    try:
        desk = open_desk()
    except ConfigurationError as error:
        return [Line("home", False, str(error))]
    lines = [
        Line("home", True, str(desk.home)),
        Line("database", True, "SQLite" if desk.settings.on_sqlite else "PostgreSQL"),
        _packs(desk),
        _people(desk),
        *_accounts(desk),
        _mail(desk),
        _duty(desk),
    ]
    alive = worker_alive(desk)
    lines.append(Line("worker", alive, "running" if alive else "not running; start it: publisher worker"))
    reason = stopped(desk)
    stop_says = f"everything is stopped: {reason}; publisher resume --all" if reason else "not stopped"
    lines.append(Line("stop switch", reason is None, stop_says))
    return lines


def _packs(desk: Desk) -> Line:
    names = ", ".join(
        f"{pack} {found.about.version} ({found.about.status})" for pack, found in sorted(desk.gate.packs.items())
    )
    return Line("policy packs", bool(names), names or "none found; reinstall")


def _people(desk: Desk) -> Line:
    with desk.db.read() as tx:
        everybody = [one for one in people.all_people(tx) if one.active]
    signers = [one for one in everybody if one.valid_licence(desk.today())]
    if not everybody:
        return Line("people", False, "nobody yet; publisher import people FILE")
    if not signers:
        return Line("people", False, f"{len(everybody)}, but nobody has a valid licence, so nobody can sign")
    return Line("people", True, f"{len(everybody)}, {len(signers)} of them with a valid licence")


def _mail(desk: Desk) -> Line:
    if mailing.is_set_up(desk.settings):
        return Line("e-mail", True, f"by {desk.settings.mail_host}")
    missing = "nobody is called by e-mail when somebody is in danger; set PUBLISHER_MAIL_HOST and PUBLISHER_MAIL_FROM"
    return Line("e-mail", False, missing)


def _duty(desk: Desk) -> Line:
    now = desk.clock()
    with desk.db.read() as tx:
        names = [row.name for row in crises.duties(tx, now, now + timedelta(microseconds=1)) if row.active]
    nobody = "nobody is on duty now; a cry for help goes to every administrator: put somebody on duty under Danger"
    return Line("duty", bool(names), ", ".join(names) if names else nobody)


def _accounts(desk: Desk) -> list[Line]:
    lines = []
    for row in accounts.accounts(desk, SHELL):
        ending = accounts.expiry_warning(row, desk.today())
        says = f"held: {row.held_reason}" if row.held_reason else str(ending) if ending else "ready"
        lines.append(Line(f"channel {row.name}", row.held_reason is None and ending is None, says))
    return lines
