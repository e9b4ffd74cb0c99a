"""What belongs to another unit is neither repeated, cancelled, consented to, signed, paced nor let go on from here."""

from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.errors import NotAllowed
from publisher.domain.people import Role
from publisher.domain.recurrence import Every, Rule
from publisher.services import library, recurring, units
from tests.support.clinic import Clinic, open_clinic
from tests.support.units import somebody, works_in


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    """Dr Doctor works in Maternity, Dr Colleague in Surgery."""
    made = open_clinic(tmp_path / "home", database_url, reviewer=True, approval="off")
    made.doctor = works_in(made, made.doctor, "Maternity")
    made.colleague = works_in(made, made.colleague, "Surgery")
    return made


def weekly(clinic: Clinic) -> Rule:
    return Rule(Every.WEEK, "09:00", "Europe/Berlin", (clinic.clock() + timedelta(days=1)).date(), 1, (0,), None)


def test_a_series_is_started_on_ones_own_account_with_ones_own_text(clinic: Clinic) -> None:
    entry = clinic.signed().id
    editor = somebody(clinic, Role.EDITOR, "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recurring.start(clinic.desk, editor, entry, "site", weekly(clinic))
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Surgery"):
        recurring.start(clinic.desk, clinic.doctor, entry, "site", weekly(clinic))
    assert library.publications(clinic.desk, clinic.administrator).items == ()


def test_a_series_of_another_unit_is_not_ended_and_ones_own_is_wherever_it_runs(clinic: Clinic) -> None:
    series = recurring.start(clinic.desk, clinic.doctor, clinic.signed().id, "site", weekly(clinic))
    editor = somebody(clinic, Role.EDITOR, "Surgery")
    with pytest.raises(NotAllowed, match="belongs to Maternity"):
        recurring.end(clinic.desk, editor, series)
    units.set_account_unit(clinic.desk, clinic.administrator, "site", "Surgery")
    assert recurring.end(clinic.desk, clinic.doctor, series) > 0
