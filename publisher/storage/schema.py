"""The schema's version: what the database has, what this software needs, and the way from one to the other."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from publisher.domain.errors import ConfigurationError
from publisher.storage.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def needed_version() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current_version(db: Database) -> str | None:
    with db.read() as tx:
        return MigrationContext.configure(tx).get_current_revision()


def upgrade(db: Database) -> bool:
    """Bring the database to the needed version; True when something was done. One transaction."""
    if current_version(db) == needed_version():
        return False
    config = _config()
    with db.write() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
    return True


def require_current(db: Database) -> None:
    """ConfigurationError unless the database has exactly the version this software works with."""
    current = current_version(db)
    if current is None:
        raise ConfigurationError("this home has no database yet; run `publisher init`.")
    if current != needed_version():
        raise ConfigurationError(
            f"the database has version {current}, this software needs {needed_version()}; "
            "make a backup, then run `publisher db upgrade`."
        )
