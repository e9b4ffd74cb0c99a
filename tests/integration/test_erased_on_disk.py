"""A way back whose days are over is gone from the disk too: file, log, and copies kept before migrations."""

import json
import os
from pathlib import Path

import pytest

from publisher import bootstrap
from publisher.services import alarms, copying
from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from publisher.storage.copying import copy_before, keep_copy
from tests.support.clinic import Clinic, open_clinic

MANY = 200


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = open_clinic(tmp_path / "home", "")
    asked = "I am {} weeks pregnant and my leg is swollen, what should I do in my case?"
    file = tmp_path / "in.jsonl"
    lines = (
        {
            "id": f"q{number}",
            "text": asked.format(number),
            "author": f"user{number}",
            "url": f"https://x.example/{number}",
        }
        for number in range(MANY)
    )
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_questions(made.desk, SHELL, file)
    return made


def sealed(clinic: Clinic) -> list[str]:
    with clinic.desk.db.read() as tx:
        return [row[0] for row in tx.exec_driver_sql("SELECT sealed FROM question WHERE sealed IS NOT NULL")]


def on_disk(home: Path, values: list[str]) -> int:
    """How many of the values stand somewhere in the database or its log."""
    held = b"".join(file.read_bytes() for file in home.glob("publisher.db*"))
    return sum(value.encode() in held for value in values)


def test_erased_values_stand_neither_in_the_database_nor_in_its_log(clinic: Clinic) -> None:
    values = sealed(clinic)
    assert len(values) == MANY
    assert on_disk(clinic.desk.home, values) == MANY
    clinic.clock.forward(days=clinic.desk.settings.origin_days + 1)
    assert alarms.erase(clinic.desk) == MANY
    assert on_disk(clinic.desk.home, values) == 0


def test_a_copy_from_before_a_migration_goes_when_what_is_sealed_in_it_would(clinic: Clinic) -> None:
    days = clinic.desk.settings.origin_days
    old, young = copy_before(clinic.desk.home, "0010"), copy_before(clinic.desk.home, "0011")
    for file, age in ((old, days + 1), (young, days - 1)):
        keep_copy(clinic.desk.db, file)
        made = clinic.clock.now.timestamp() - age * 86_400
        os.utime(file, (made, made))
    alarms.erase(clinic.desk)
    assert not old.exists()
    assert young.exists()


def test_a_home_that_moved_to_another_database_keeps_no_way_back(clinic: Clinic, tmp_path: Path) -> None:
    values = sealed(clinic)
    address = f"sqlite:///{tmp_path / 'other.db'}"
    target = bootstrap.make_empty_home(clinic.desk.settings.model_copy(update={"database_url": address}))
    copying.copy_to(clinic.desk, target)
    assert on_disk(clinic.desk.home, values) == 0
    with target.db.read() as tx:
        moved = tx.exec_driver_sql("SELECT count(*) FROM question WHERE sealed IS NOT NULL").scalar_one()
    assert moved == MANY
