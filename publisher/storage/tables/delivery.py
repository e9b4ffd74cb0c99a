"""Channel accounts, publications and their attempts, and the groups they are held in: the one truth about delivery."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

account = Table(
    "account",
    metadata,
    own_id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("unit", String(80)),  # whose account it is; none: the organisation's
    Column("settings", JSON, nullable=False),
    Column("sealed", Text),
    Column("version", Integer, nullable=False),
    Column("held_reason", Text),
    Column("held_says", JSON),  # the reason as sentences with their values
    Column("next_allowed_at", UtcTime),  # the network asked to be left alone until then
    Column("spaced_until", UtcTime),  # our own pause after a post; corrections and removals do not wait for it
    Column("pace", JSON),  # domain.pacing.Pace: spacing, most a day, quiet hours, best times, zone
    Column("made_at", UtcTime, nullable=False),
)

campaign = Table(
    "campaign",
    metadata,
    own_id(),
    Column("name", String(120), nullable=False, unique=True),
    Column("note", Text),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Column("cancelled_at", UtcTime),
)

hold = Table(
    "hold",
    metadata,
    own_id(),
    Column("kind", String(10), nullable=False),  # doctor | topic | campaign
    Column("subject", String(200), nullable=False),  # a person's id, words of a text, a campaign's id
    Column("reason", Text, nullable=False),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("kind", "subject"),
)

series = Table(
    "series",
    metadata,
    own_id(),
    refers("entry", "entry"),
    refers("account", "account"),
    Column("campaign", String(26)),
    Column("every", String(8), nullable=False),  # day | week | month
    Column("step", Integer, nullable=False),  # every so many days, weeks, months
    Column("weekdays", JSON, nullable=False),  # 0 is Monday
    Column("local_time", String(5), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10)),
    Column("late_policy", String(4), nullable=False),
    Column("planned_until", String(10)),  # the last local day for which a publication was made
    Column("ended_at", UtcTime),
    Column("stands", JSON),  # why it makes nothing now; None while it runs
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Index("ix_series_entry", "entry"),
)

_THERE = text("remote_id IS NOT NULL")
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
    Column("doubted_since", UtcTime),  # another copy of the clinic may have sent it since; asked about before it leaves
    Column("frozen", JSON, nullable=False),
    Column("frozen_digest", String(64), nullable=False),
    Column("versions", JSON, nullable=False),
    Column("remote_key", String(80), nullable=False),
    Column("remote_id", String(4000)),  # of a thread the ids of all its parts
    Column("measured_at", UtcTime),
    Column("url", Text),
    Column("reason", Text),
    Column("says", JSON),  # the reason as sentences with their values, for a reader of another language
    Column("priority", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    refers("made_by", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Column("moved_at", UtcTime, nullable=False),
    Column("campaign", String(26)),
    Column("series", String(26)),
    Column("replaces", String(26)),  # the live publication of an older version that this one takes the place of
    Column("late_policy", String(4), nullable=False, server_default="ask"),
    Column("fold", String(7)),
    Column("confirmed", JSON),  # remote ids of the parts of a thread that are known to be there
    Column("text_digest", String(64)),
    UniqueConstraint("revision", "account", "occurrence"),
    UniqueConstraint("account", "remote_key"),
    Index("ix_publication_next", "next_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_publication_state_moved", "state", "moved_at"),
    Index("ix_publication_entry_state", "entry", "state"),
    Index("ix_publication_any_due", "due_at"),
    Index("ix_publication_measured", "state", "measured_at", sqlite_where=_THERE, postgresql_where=_THERE),
    Index("ix_publication_fresh", "state", "moved_at", "measured_at", sqlite_where=_THERE, postgresql_where=_THERE),
    Index("ix_publication_account_due", "account", "due_at"),
    Index("ix_publication_campaign_state", "campaign", "state"),
    Index("ix_publication_series_state", "series", "state"),
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
    Column("says", JSON),
    Index("ix_attempt_publication", "publication", "at"),
    Index("ix_attempt_at", "at"),
)
