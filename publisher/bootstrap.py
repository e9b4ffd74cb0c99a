"""The only wiring: from settings to a desk. Everything that runs (commands, pages, routes, worker) starts here."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime

from publisher import logs, resources
from publisher.channels.registry import channels
from publisher.domain.errors import ConfigurationError
from publisher.domain.ids import new_id
from publisher.policy.gate import Gate
from publisher.services import accounts
from publisher.services.desk import Desk
from publisher.services.sealing import Sealer
from publisher.services.stages import stages
from publisher.settings import Settings, load_settings
from publisher.storage import events, home, open_database, schema

INSTALLATION_FILE = "installation.id"


def utc_now() -> datetime:
    return datetime.now(UTC)


@functools.lru_cache(maxsize=1)
def gate() -> Gate:
    """The policy packs, read once per process; what a check needs is compiled when it is first needed."""
    return Gate.load(resources.content_folder(), warm=False)


def open_desk(
    settings: Settings | None = None, clock: Callable[[], datetime] = utc_now, *, any_version: bool = False
) -> Desk:
    """A desk over a home that exists. ConfigurationError when its database has another version."""
    chosen = settings or load_settings()
    logs.set_level(chosen.log_level)
    logs.keep_words_out()
    db = open_database(chosen.database)
    if not any_version:
        schema.require_current(db)
    stages()  # a gap or an overlap in the editors' file stops here, not before a newcomer
    return Desk(
        db=db,
        gate=gate(),
        channels=channels(chosen.site_root, chosen.public_url),
        sealer=Sealer.from_file(chosen.key_file),
        settings=chosen,
        clock=clock,
    )


@functools.lru_cache(maxsize=1)
def desk() -> Desk:
    """The process's one desk."""
    return open_desk()


def make_empty_home(settings: Settings | None = None) -> Desk:
    """A home with a schema and a key and nothing else: what `restore` and `db copy` fill."""
    chosen = settings or load_settings()
    chosen.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    schema.upgrade(open_database(chosen.database))
    return open_desk(chosen)


def make_home(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Desk:
    """Make a home, or bring an existing one to the needed version, with its key, its id and its built-in channel."""
    chosen = settings or load_settings()
    chosen.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    db = open_database(chosen.database)
    schema.upgrade(db)
    made = open_desk(chosen, clock)
    now = clock()
    with made.db.write() as tx:
        known = home.get(tx, "installation")
        if known is None:
            known = new_id()
            home.put(tx, "installation", known, now)
            events.append(tx, "installation", "made", "shell", now)
        accounts.ensure_site(made, tx)
    mark = chosen.home / INSTALLATION_FILE
    if not mark.exists():
        mark.write_text(known, "ascii")
    return made


def require_own_database(at: Desk) -> None:
    """ConfigurationError when the database was restored elsewhere: the old installation must send nothing more."""
    mark = at.home / INSTALLATION_FILE
    with at.db.read() as tx:
        known = home.get(tx, "installation")
    if mark.exists() and known is not None and mark.read_text("ascii").strip() != known:
        raise ConfigurationError(
            "this database now belongs to another installation (it was restored); this one sends nothing any more."
        )
