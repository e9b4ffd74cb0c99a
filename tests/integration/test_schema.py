"""The migrations lead to exactly the tables that the code speaks of, and an old schema is refused in a sentence."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from publisher.domain.errors import ConfigurationError
from publisher.storage import entries, open_database, schema, tables
from tests.support.clinic import open_clinic


def test_the_migrations_lead_to_the_tables_of_the_code(database_url: str) -> None:
    db = open_database(database_url)
    assert schema.upgrade(db)
    assert not schema.upgrade(db)
    with db.read() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), tables.metadata)
    db.close()
    # SQLite's own tables behind the word index, and PostgreSQL's trigram index, are made by the migration alone
    assert [one for one in differences if "entry_fts" not in str(one) and "ix_entry_text_words" not in str(one)] == []


def test_the_needed_version_is_the_head_of_the_migrations() -> None:
    assert _scripts().get_heads() == [schema.needed_version()]


def test_an_older_or_newer_schema_is_refused_with_what_to_do(database_url: str) -> None:
    db = open_database(database_url)
    with pytest.raises(ConfigurationError, match="publisher init"):
        schema.require_current(db)
    schema.upgrade(db)
    with db.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(ConfigurationError, match="publisher db upgrade"):
        schema.require_current(db)
    db.close()


def test_translations_kept_before_they_were_followed_are_known_after_the_migration(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")
    source = clinic.signed(title="Iron")
    assert source.revision is not None
    known = clinic.draft(title="Translated", translation_of=source.revision.id).id
    clinic.draft(title="Of something else", translation_of="nothing that is here and too long to be an id of ours")
    with clinic.desk.db.write() as tx:
        tx.execute(text("UPDATE entry SET translates = NULL"))
        migration("0016")._fill(tx)
        assert {row.id: row.translates for row in entries.translating(tx)} == {known: source.revision.id}


def migration(number: str) -> Any:
    return _scripts().get_revision(number).module


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)
