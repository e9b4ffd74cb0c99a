"""The record of everything, and what the installation knows of itself."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

setting = Table(
    "setting",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("record", String(60), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(260), nullable=False),
    Column("action", String(60), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_event_at", "at"),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("records", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("heads", String(64), nullable=False),  # a digest over its rows of checkpoint_head
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("changed", Integer),  # how many rows it has there; none: an older one, whose digest is over all heads
)

checkpoint_head = Table(
    "checkpoint_head",
    metadata,
    Column("record", String(60), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("checkpoint", Integer, nullable=False),
    Index("ix_checkpoint_head_checkpoint", "checkpoint"),
)

job = Table(
    "job",
    metadata,
    own_id(),
    Column("kind", String(40), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("state", String(12), nullable=False),  # waiting | running | done | failed | cancelled
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("message", Text),
    Column("cancel_asked", Boolean, nullable=False),
    Column("lease_by", String(60)),
    Column("lease_until", UtcTime),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_job_state_made", "state", "made_at"),
)

worker = Table(
    "worker",
    metadata,
    Column("executor", String(60), primary_key=True),
    Column("started_at", UtcTime, nullable=False),
    Column("beat_at", UtcTime, nullable=False),
)
