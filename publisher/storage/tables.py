"""The tables. Facts on `entry` are kept in the transaction that changes them; the status itself is derived."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from publisher.storage.types import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(26), primary_key=True)


def _refers(name: str, target: str, *, nullable: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, String(26), ForeignKey(f"{target}.id"), nullable=nullable, unique=unique)


setting = Table(
    "setting",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("zone", String(60), nullable=False),
    Column("interface_language", String(2)),
    Column("active", Boolean, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

licence = Table(
    "licence",
    metadata,
    _id(),
    _refers("person", "person"),
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
    _id(),
    _refers("person", "person"),
    Column("kind", String(10), nullable=False),  # password | oidc
    Column("subject", String(300), nullable=False),  # e-mail, or issuer and subject
    Column("hash", String(300)),
    UniqueConstraint("kind", "subject"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _refers("person", "person"),
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
    _refers("person", "person"),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("subject", String(300), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("blocked_until", UtcTime),
)

entry = Table(
    "entry",
    metadata,
    _id(),
    Column("kind", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("title", String(400), nullable=False),
    Column("excerpt", String(300), nullable=False),
    _refers("author", "person", nullable=True),
    Column("claimed_author", String(200)),
    Column("claimed_signed_at", String(40)),
    Column("external_id", String(200), unique=True),
    Column("import_digest", String(64)),
    Column("translation_key", String(200), index=True),
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
    _refers("saved_by", "person", nullable=True),
    Column("saved_at", UtcTime, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    _id(),
    _refers("entry", "entry"),
    Column("number", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    _refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("entry", "number"),
)

report = Table(
    "report",
    metadata,
    _id(),
    _refers("revision", "revision"),
    Column("content", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Index("ix_report_revision_made", "revision", "made_at"),
)

acceptance = Table(
    "acceptance",
    metadata,
    _id(),
    _refers("revision", "revision"),
    Column("rule", String(60), nullable=False),
    _refers("person", "person"),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("revision", "rule"),
)

signature = Table(
    "signature",
    metadata,
    _id(),
    _refers("revision", "revision", unique=True),
    Column("revision_digest", String(64), nullable=False),
    Column("report_digest", String(64), nullable=False),
    _refers("person", "person"),
    Column("licence_number", String(80), nullable=False),
    Column("statement", Text, nullable=False),
    Column("signed_at", UtcTime, nullable=False),
    Column("digest", String(64), nullable=False),
)

approval = Table(
    "approval",
    metadata,
    _id(),
    _refers("revision", "revision", unique=True),
    _refers("person", "person"),
    Column("at", UtcTime, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _refers("entry", "entry"),
    Column("scope", Text, nullable=False),
    Column("channels", JSON, nullable=False),  # kinds of channels; empty: all
    Column("until", Date, nullable=False),
    Column("given_by", String(12), nullable=False),  # patient | guardian | relatives
    Column("document", String(200), nullable=False),  # where the signed form is kept; never the patient's name
    _refers("recorded_by", "person"),
    Column("recorded_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Index("ix_consent_entry", "entry"),
)

account = Table(
    "account",
    metadata,
    _id(),
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
    _id(),
    _refers("entry", "entry"),
    _refers("revision", "revision"),
    _refers("account", "account"),
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
    _refers("made_by", "person", nullable=True),
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
    _id(),
    _refers("publication", "publication"),
    Column("number", Integer, nullable=False),
    Column("call", String(10), nullable=False),  # send | find | correct | remove
    Column("at", UtcTime, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Index("ix_attempt_publication", "publication", "at"),
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
    Column("heads", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

question = Table(
    "question",
    metadata,
    _id(),
    Column("external_id", String(200), unique=True),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("community", String(200)),
    Column("asked_at", UtcTime),
    Column("import_digest", String(64)),
    Column("made_at", UtcTime, nullable=False),
    Index("ix_question_made", "made_at"),
)

job = Table(
    "job",
    metadata,
    _id(),
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
    _refers("made_by", "person", nullable=True),
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
