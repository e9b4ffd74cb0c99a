"""Channel accounts, publications and their attempts: the one truth about what was sent."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

account = Table(
    "account",
    metadata,
    own_id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("sealed", Text),
    Column("version", Integer, nullable=False),
    Column("held_reason", Text),
    Column("next_allowed_at", UtcTime),
    Column("made_at", UtcTime, nullable=False),
)

_WAITING = text("state IN ('scheduled', 'unknown', 'correcting', 'removing')")

publication = Table(
    "publication",
    metadata,
    own_id(),
    refers("entry", "entry"),
    refers("revision", "revision"),
    refers("account", "account"),
    Column("occurrence", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),  # when the engine looks at it next; due_at unless it is tried again
    Column("local_due", String(16), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("sends_started", Integer, nullable=False),
    Column("send_started_at", UtcTime),
    Column("first_tried_at", UtcTime),
    Column("frozen", JSON, nullable=False),
    Column("frozen_digest", String(64), nullable=False),
    Column("versions", JSON, nullable=False),
    Column("remote_key", String(80), nullable=False),
    Column("remote_id", String(300)),
    Column("url", Text),
    Column("reason", Text),
    Column("priority", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Column("moved_at", UtcTime, nullable=False),
    UniqueConstraint("revision", "account", "occurrence"),
    UniqueConstraint("account", "remote_key"),
    Index("ix_publication_next", "next_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_publication_state_moved", "state", "moved_at"),
    Index("ix_publication_entry_state", "entry", "state"),
    Index("ix_publication_any_due", "due_at"),
)

attempt = Table(
    "attempt",
    metadata,
    own_id(),
    refers("publication", "publication"),
    Column("number", Integer, nullable=False),
    Column("call", String(10), nullable=False),  # send | find | correct | remove
    Column("at", UtcTime, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Index("ix_attempt_publication", "publication", "at"),
)
