"""What lies in a home and in a backup is its owner's alone under any umask, and a mode that somebody chose stays."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher import bootstrap
from publisher.services import backups
from publisher.settings import load_settings
from publisher.storage import copying
from publisher.worker.engine import Engine


@pytest.fixture(autouse=True)
def _the_usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_new_home_its_databases_and_its_key_are_their_owners_alone(tmp_path: Path) -> None:
    desk = bootstrap.make_home(load_settings(home=tmp_path / "home"))
    engine = Engine(desk, lambda _publication, _attempt: "")
    engine.launch()
    try:
        kept = {
            name: mode(desk.home / name) for name in ("publisher.db", "publisher.db-wal", "engine.db", "secret.key")
        }
    finally:
        engine.close()
    assert mode(desk.home) == 0o700
    assert set(kept.values()) == {0o600}, kept


def test_a_backup_and_the_copy_before_a_migration_are_their_owners_alone(tmp_path: Path) -> None:
    desk = bootstrap.make_home(load_settings(home=tmp_path / "home"))
    backup, copy = tmp_path / "backup.zip", tmp_path / "before.db"
    backup.with_name("backup.zip.part").write_text("left over by a crash, and readable")
    backups.backup(desk, backup)
    copying.keep_copy(desk.db, copy)
    assert [mode(backup), mode(copy)] == [0o600, 0o600]


def test_a_home_and_a_database_that_a_group_may_read_stay_as_they_are(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o750)
    (home / "publisher.db").touch(mode=0o640)
    desk = bootstrap.make_home(load_settings(home=home))
    with desk.db.write():
        assert (mode(home), mode(home / "publisher.db"), mode(home / "publisher.db-wal")) == (0o750, 0o640, 0o640)
