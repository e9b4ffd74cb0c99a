"""A clinic grows: from SQLite to PostgreSQL, every row and the whole chain, and the old database is fenced."""

from pathlib import Path

import pytest

from publisher import bootstrap
from publisher.domain.errors import ConfigurationError
from publisher.domain.publications import PublicationState
from publisher.services import audit, copying, library, scheduling
from publisher.services.delivering import deliver
from publisher.services.desk import Desk
from publisher.storage import home as home_rows
from publisher.storage import publications
from tests.support.clinic import Clinic, open_clinic
from tests.support.postgres import Postgres


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    clinic = open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'publisher.db'}")
    with clinic.desk.db.write() as tx:
        home_rows.put(tx, "installation", "old-installation", clinic.clock())
    (clinic.desk.home / "installation.id").write_text("old-installation", "ascii")
    return clinic


def target_of(clinic: Clinic, address: str) -> Desk:
    return bootstrap.make_empty_home(clinic.desk.settings.model_copy(update={"database_url": address}))


@pytest.mark.postgres
def test_every_row_moves_and_what_was_in_the_middle_is_held(clinic: Clinic, postgres: Postgres) -> None:
    published = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    deliver(clinic.desk, published.id, 1)
    later = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed(title="Later").id, "site", "2026-12-24T09:00")
    words = "Iron deficiency is common in pregnancy, and many foods contain iron."
    middle = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed(words, title="Middle").id, "site")
    with clinic.desk.db.write() as tx:
        row = publications.publication_of(publications.row(tx, middle.id))
        publications.hand_over(tx, row, clinic.clock(), clinic.clock())
    with postgres.database() as address:
        target = target_of(clinic, address)
        result = copying.copy_to(clinic.desk, target)
        rows = {row.publication.id: row.publication.state for row in library.publications(target, clinic.doctor).items}
        assert rows == {
            published.id: PublicationState.PUBLISHED,
            later.id: PublicationState.SCHEDULED,
            middle.id: PublicationState.HELD,
        }
        assert result.held == 1
        assert audit.verify(target).broken == ()
        found = library.entries(target, clinic.doctor, words="deficiency").items
        assert len(found) == 3
        bootstrap.require_own_database(target)
        with pytest.raises(ConfigurationError, match="sends nothing any more"):
            bootstrap.require_own_database(clinic.desk)
        with pytest.raises(ConfigurationError, match="has content already"):
            copying.copy_to(clinic.desk, target)
        target.db.close()


@pytest.mark.postgres
def test_nothing_is_copied_while_a_worker_runs(clinic: Clinic, postgres: Postgres) -> None:
    with clinic.desk.db.write() as tx:
        home_rows.beat(tx, "worker-1", clinic.clock())
    with postgres.database() as address, pytest.raises(ConfigurationError, match="still running"):
        copying.copy_to(clinic.desk, target_of(clinic, address))
