"""A clinic on each kind of database."""

from pathlib import Path

import pytest

from tests.support.clinic import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    """A clinic on SQLite, and once more on PostgreSQL."""
    return open_clinic(tmp_path / "home", database_url)
