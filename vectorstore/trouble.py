"""What can be wrong with an index or its model. Stands alone: who only catches these imports no model and no numpy."""

import sqlite3


class ModelMissing(Exception):
    """The configured embedding model cannot be had on this machine."""


class WrongModel(Exception):
    """The index was made by another embedding model; it must be rebuilt, never mixed."""

    def __init__(self, space: str, made_by: str, asked: str) -> None:
        super().__init__(f"the index “{space}” was made by {made_by}, this installation uses {asked}")
        self.made_by, self.asked = made_by, asked


class DamagedIndex(Exception):
    """A file of the index cannot be read; it is only a copy and must be made again."""


class ServerAway(Exception):
    """The search server does not answer, not in time, or with an error of its own."""


CANNOT_WRITE = (sqlite3.OperationalError, OSError, ValueError)
"""What a full or read-only disk looks like from SQLite, the system and tantivy."""
