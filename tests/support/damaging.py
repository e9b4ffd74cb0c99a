"""What a bad disk does to the file of the vectors."""

import sqlite3
from contextlib import closing
from pathlib import Path

_PAGE = 4096


def overwrite_vectors(file: Path) -> None:
    """Make the root page of the table of vectors nonsense; the schema stays readable."""
    with closing(sqlite3.connect(file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'vector'").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * _PAGE)
        damaged.write(b"\xff" * _PAGE)
