"""People, their licences, and how they come in."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

person = Table(
    "person",
    metadata,
    own_id(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("zone", String(60), nullable=False),
    Column("interface_language", String(2)),
    Column("active", Boolean, nullable=False),
    Column("units", JSON, nullable=False, server_default=text("'[]'")),  # names; empty: the whole organisation
    Column("made_at", UtcTime, nullable=False),
)

licence = Table(
    "licence",
    metadata,
    own_id(),
    refers("person", "person"),
    Column("number", String(80), nullable=False),
    Column("authority", String(200), nullable=False),
    Column("jurisdiction", String(3), nullable=False),
    Column("specialties", JSON, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("checked_on", Date),
    Column("checked_against", String(200)),
    UniqueConstraint("person", "number"),
)

credential = Table(
    "credential",
    metadata,
    own_id(),
    refers("person", "person"),
    Column("kind", String(10), nullable=False),  # password | oidc
    Column("subject", String(300), nullable=False),  # e-mail, or issuer and subject
    Column("hash", String(300)),
    UniqueConstraint("kind", "subject"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    refers("person", "person"),
    Column("how", String(20), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)

link = Table(
    "link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(12), nullable=False),  # one_time | invitation
    refers("person", "person"),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("subject", String(300), primary_key=True),  # an address and a sender, or a sender
    Column("count", Integer, nullable=False),
    Column("blocked_until", UtcTime),
    Column("failed_at", UtcTime),
    Index("ix_sign_in_failure_failed_at", "failed_at"),
)
