"""A backup that is damaged, crafted or changed: nothing is restored, or it is said; nothing is written elsewhere."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher import bootstrap
from publisher.cli.app import app
from tests.support.clinic import open_clinic


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[dict[str, bytes]]:
    from publisher.services import backups

    clinic = open_clinic(tmp_path / "old", "", approval="off")
    clinic.signed()
    backups.backup(clinic.desk, tmp_path / "good.zip")
    clinic.desk.db.close()
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        yield {name: archive.read(name) for name in archive.namelist()}
    bootstrap.desk.cache_clear()


def restored(folder: Path, members: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    file = folder / "changed.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    monkeypatch.setenv("PUBLISHER_HOME", str(folder / "new"))
    bootstrap.desk.cache_clear()
    result = CliRunner().invoke(app, ["restore", str(file)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "rows",
    [
        b"{",
        b'["person"]',
        b'["sqlite_master", {"a": 1}]',
        b'["person", {"nope": 1}]',
        b"5",
        b'["person", null]',
        b"[[]]",
    ],
)
def test_damaged_rows_restore_nothing(
    tmp_path: Path, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, rows: bytes
) -> None:
    some = b"\n".join(saved["rows.jsonl"].splitlines()[:5])
    code, said = restored(tmp_path, saved | {"rows.jsonl": some + b"\n" + rows + b"\n"}, monkeypatch)
    assert code == 2
    assert "damaged; nothing was restored" in said
    assert restored(tmp_path, saved, monkeypatch)[0] == 0, "the home is still empty, so a good one goes in"


@pytest.mark.parametrize("about", [b"5", b"[]", b"{", b"{}"])
def test_what_is_no_backup_is_said(
    tmp_path: Path, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, about: bytes
) -> None:
    assert restored(tmp_path, saved | {"about.json": about}, monkeypatch)[0] == 2
    assert restored(tmp_path, {"about.json": saved["about.json"]}, monkeypatch)[0] == 2


def test_names_that_lead_elsewhere_write_nothing(
    tmp_path: Path, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("../../evil", "site/../../evil.json", f"{tmp_path}/evil", "mail/../../evil", "mail/a/../../../evil.json")
    assert restored(tmp_path, saved | dict.fromkeys(names, b"{}"), monkeypatch)[0] == 0
    assert [*tmp_path.rglob("evil*"), *tmp_path.parent.glob("evil*")] == []


def test_an_event_taken_off_the_end_or_changed_is_told(
    tmp_path: Path, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = saved["rows.jsonl"].splitlines()
    events = [line for line in lines if json.loads(line)[0] == "event"]
    signed = next(line for line in events if json.loads(line)[1]["action"] == "signed")
    code, said = restored(tmp_path, saved | {"rows.jsonl": b"\n".join(x for x in lines if x != signed)}, monkeypatch)
    assert code == 1
    assert "is not as it was written" in said
