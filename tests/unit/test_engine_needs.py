"""What the worker's engine needs of the machine is said in a sentence, before anything is tried."""

import pytest

from publisher.domain.errors import ConfigurationError
from publisher.worker.engine import require_sqlite


def test_a_new_python_with_an_old_sqlite_is_refused_with_the_ways_out() -> None:
    with pytest.raises(ConfigurationError, match=r"SQLite 3\.40\.1.*use Python 3\.11, a newer SQLite, or PostgreSQL"):
        require_sqlite((3, 13), (3, 40, 1))


@pytest.mark.parametrize(("python", "sqlite"), [((3, 11), (3, 40, 1)), ((3, 13), (3, 42, 0))])
def test_what_works_is_let_through(python: tuple[int, int], sqlite: tuple[int, int, int]) -> None:
    require_sqlite(python, sqlite)
