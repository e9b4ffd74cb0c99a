"""Finding entries by their words: SQLite's trigram index, PostgreSQL's ILIKE (with pg_trgm where it is installed)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, insert, or_, select, text, update

from publisher.domain.entries import Content
from publisher.storage import tables
from publisher.storage.database import Transaction

_E, _W = tables.entry, tables.entry_text
_SHORTEST_TRIGRAM = 3
_MOST_WORDS = 8


def words_of(content: Content) -> str:
    return "\n".join(part for part in (content.title, content.question, content.body) if part)


def put(tx: Transaction, entry: str, content: Content) -> None:
    """Make the entry findable by these words from this transaction on (the index follows by triggers)."""
    words = words_of(content)
    done = tx.execute(update(_W).where(_W.c.entry == entry).values(words=words))
    if done.rowcount == 0:
        tx.execute(insert(_W).values(entry=entry, words=words))


def matching(tx: Transaction, statement: Select[Any], words: str) -> Select[Any]:
    """Keep the rows of a select over `entry` that contain every one of these words."""
    for word in words.split()[:_MOST_WORDS]:
        statement = statement.where(_condition(tx, word))
    return statement


def _condition(tx: Transaction, word: str) -> ColumnElement[bool]:
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if len(word) < _SHORTEST_TRIGRAM:
        return or_(_E.c.title.ilike(pattern, escape="\\"), _E.c.excerpt.ilike(pattern, escape="\\"))
    if tx.dialect.name == "sqlite":
        quoted = '"' + word.replace('"', '""') + '"'
        rows = text(
            "SELECT t.entry FROM entry_fts f JOIN entry_text t ON t.id = f.rowid WHERE entry_fts MATCH :words"
        ).bindparams(bindparam("words", quoted, unique=True))
        return _E.c.id.in_(rows.columns(_E.c.id).scalar_subquery())
    return _E.c.id.in_(select(_W.c.entry).where(_W.c.words.ilike(pattern, escape="\\")))


def longest_line(words: str, most: int = 80) -> str:
    """A piece of a text that is likely to stand in few others."""
    return max(words.splitlines(), key=len)[:most]
