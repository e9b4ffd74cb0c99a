"""Entries and what is written, checked, signed and consented to. Facts on `entry` change with what they tell of."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

TO_SIGN = text(
    "signed = false AND blocked = false AND findings_to_accept = 0 AND withdrawn_at IS NULL AND returned_reason IS NULL"
)
"""What a doctor may sign; in these words the index is used."""

UNFINISHED = text("(signed = false OR edited OR approval_missing)")
"""What waits for somebody here; in these words the indices are used."""

entry = Table(
    "entry",
    metadata,
    own_id(),
    Column("kind", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("title", String(400), nullable=False),
    Column("excerpt", String(300), nullable=False),
    refers("author", "person", nullable=True),
    Column("unit", String(80)),
    Column("claimed_author", String(200)),
    Column("claimed_signed_at", String(40)),
    Column("external_id", String(200), unique=True),
    Column("import_digest", String(64)),
    Column("translation_key", String(200), index=True),
    Column("translates", String(26), index=True),  # the version of another entry that its newest version translates
    Column("source_fell", String(10)),  # why that version stands no longer: withdrawn | superseded
    Column("imported", Boolean, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
    Column("made_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("head_revision", String(26)),
    Column("edited", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("findings_to_accept", Integer, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("approval_missing", Boolean, nullable=False),
    Column("review_by", Date),
    Column("returned_reason", Text),
    Column("superseded_by", String(26)),
    Column("withdrawn_at", UtcTime),
    Column("withdrawn_reason", Text),
    Index("ix_entry_updated", "updated_at", "id"),
    Index("ix_entry_to_sign", "imported", "id", sqlite_where=TO_SIGN, postgresql_where=TO_SIGN),
    Index("ix_entry_unfinished", "updated_at", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    Index(
        "ix_entry_own_unfinished", "author", "updated_at", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED
    ),
    Index("ix_entry_author_updated", "author", "updated_at"),
    Index("ix_entry_language_updated", "language", "updated_at"),
    Index("ix_entry_signed_updated", "signed", "updated_at"),
)

entry_text = Table(
    "entry_text",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", String(26), ForeignKey("entry.id"), nullable=False, unique=True),
    Column("words", Text, nullable=False),
)

working_copy = Table(
    "working_copy",
    metadata,
    Column("entry", String(26), ForeignKey("entry.id"), primary_key=True),
    Column("content", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    refers("saved_by", "person", nullable=True),
    Column("saved_at", UtcTime, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    own_id(),
    refers("entry", "entry"),
    Column("number", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("entry", "number"),
)

report = Table(
    "report",
    metadata,
    own_id(),
    refers("revision", "revision"),
    Column("content", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Index("ix_report_revision_made", "revision", "made_at"),
)

acceptance = Table(
    "acceptance",
    metadata,
    own_id(),
    refers("revision", "revision"),
    Column("rule", String(60), nullable=False),
    refers("person", "person"),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("revision", "rule"),
)

signature = Table(
    "signature",
    metadata,
    own_id(),
    refers("revision", "revision", unique=True),
    Column("revision_digest", String(64), nullable=False),
    Column("report_digest", String(64), nullable=False),
    refers("person", "person"),
    Column("licence_number", String(80), nullable=False),
    Column("statement", Text, nullable=False),
    Column("signed_at", UtcTime, nullable=False),
    Column("digest", String(64), nullable=False),
)

approval = Table(
    "approval",
    metadata,
    own_id(),
    refers("revision", "revision", unique=True),
    refers("person", "person"),
    Column("at", UtcTime, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    own_id(),
    refers("entry", "entry"),
    Column("scope", Text, nullable=False),
    Column("channels", JSON, nullable=False),  # kinds of channels; empty: all
    Column("until", Date, nullable=False),
    Column("given_by", String(12), nullable=False),  # patient | guardian | relatives
    Column("document", String(200), nullable=False),  # where the signed form is kept; never the patient's name
    refers("recorded_by", "person"),
    Column("recorded_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Index("ix_consent_entry", "entry"),
)
