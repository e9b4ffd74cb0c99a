"""The schema's version: what the database has, what this software needs, and the way from one to the other."""

from pathlib import Path

from sqlalchemy import inspect, text

from publisher.domain.errors import ConfigurationError
from publisher.storage.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"


def needed_version() -> str:
    """The last of the numbered migrations, by their names: every command asks, and Alembic takes long to import."""
    return max(path.name.split("_")[0] for path in (_SCRIPTS / "versions").glob("[0-9]*.py"))


def current_version(db: Database) -> str | None:
    with db.read() as tx:
        if not inspect(tx).has_table("alembic_version"):
            return None
        found = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def upgrade(db: Database) -> bool:
    """Bring the database to the needed version; True when something was done. One transaction."""
    if current_version(db) == needed_version():
        return False
    from alembic import command  # a fifth of a second that only a migration needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
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
