"""Real workers killed at random, on SQLite and with three of them on PostgreSQL: nothing doubled, lost or stuck."""

from pathlib import Path

from tests.support.campaign.run import campaign


def test_random_kills_double_and_lose_nothing(tmp_path: Path, database_url: str) -> None:
    workers = 1 if database_url.startswith("sqlite") else 3
    result = campaign(tmp_path, database_url, publications=90, kills=6, workers=workers)
    assert result.is_clean, result
    assert result.kills >= 1, result  # how many fit in depends on how fast the machine is through with the rest


def test_the_control_run_without_reconciliation_shows_doubles(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'publisher.db'}"
    result = campaign(tmp_path, database, publications=90, kills=2, workers=1, control=True)
    assert result.doubles > 0, result
