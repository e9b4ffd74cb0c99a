"""Possible conflicts between texts, and which old answers a new one is going to replace when it is signed."""

from sqlalchemy import JSON, Column, Index, String, Table, UniqueConstraint

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

conflict = Table(
    "conflict",
    metadata,
    own_id(),
    refers("entry", "entry"),
    Column("revision", String(26)),  # of which it was found; none for an imported text that nobody opened yet
    refers("answer", "entry"),
    Column("answer_revision", String(26)),
    Column("record", String(60), nullable=False),  # the audit record of the two sentences, whichever texts hold them
    Column("kind", String(10), nullable=False),  # number | polarity | opposite
    Column("finding", JSON, nullable=False),  # both sentences with their places, and the words that differ
    Column("found_at", UtcTime, nullable=False),
    UniqueConstraint("entry", "answer", "record"),
    Index("ix_conflict_answer", "answer"),
    Index("ix_conflict_record", "record"),
)

supersession = Table(
    "supersession",
    metadata,
    own_id(),
    refers("entry", "entry"),  # the new one
    refers("old", "entry"),
    refers("person", "person"),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("entry", "old"),
)
