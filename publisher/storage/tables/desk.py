"""Communities and who works in them, what was handed out there, what must be called back, and who answers what."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

community = Table(
    "community",
    metadata,
    own_id(),
    Column("name", String(120), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("jurisdiction", String(3), nullable=False),
    Column("hint", String(300)),  # where it lives, in people's words: “WeChat group 3 of the clinic”
    Column("stages", JSON, nullable=False),
    Column("capacity", Integer),
    Column("members", Integer),
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

moderation = Table(
    "moderation",
    metadata,
    own_id(),
    refers("community", "community"),
    refers("person", "person"),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("community", "person"),
    Index("ix_moderation_person", "person"),
)

handout = Table(
    "handout",
    metadata,
    own_id(),
    Column("copy", String(26), nullable=False),  # one copy may go to several communities: a row for each
    refers("community", "community"),
    refers("entry", "entry"),
    refers("revision", "revision"),
    refers("person", "person"),
    Column("form", String(8), nullable=False),  # text | card | link | page | pdf
    Column("stage", String(60)),  # when it went out as part of a newcomer's pack
    Column("at", UtcTime, nullable=False),
    Index("ix_handout_entry", "entry"),
    Index("ix_handout_person_at", "person", "at"),
    Index("ix_handout_community_at", "community", "at"),
)

stage_item = Table(
    "stage_item",
    metadata,
    own_id(),
    refers("community", "community"),
    Column("stage", String(60), nullable=False),
    refers("entry", "entry"),
    Column("position", Integer, nullable=False),
    refers("person", "person", nullable=True),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("community", "stage", "entry"),
)

recall_item = Table(
    "recall_item",
    metadata,
    own_id(),
    refers("entry", "entry"),
    refers("publication", "publication", nullable=True),
    refers("handout", "handout", nullable=True),
    Column("cause", String(10), nullable=False),  # withdrawn | superseded | due | expired
    Column("state", String(10), nullable=False),  # open | done | impossible
    Column("note", Text),
    refers("person", "person", nullable=True),
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    UniqueConstraint("entry", "publication"),
    UniqueConstraint("entry", "handout"),
    Index("ix_recall_item_state", "state", "made_at"),
)

question_answer = Table(
    "question_answer",
    metadata,
    own_id(),
    refers("question", "question"),
    refers("entry", "entry"),
    refers("person", "person"),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("question", "entry"),
    Index("ix_question_answer_entry", "entry"),
)

asking = Table(
    "asking",
    metadata,
    own_id(),
    refers("question", "question"),
    refers("person", "person"),  # who is told when it is answered
    refers("community", "community", nullable=True),
    Column("at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    UniqueConstraint("question", "person"),
    Index("ix_asking_person", "person", "seen_at"),
)

referral = Table(
    "referral",
    metadata,
    own_id(),
    refers("question", "question"),
    refers("sender", "person"),
    refers("receiver", "person"),
    Column("specialty", String(120), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("state", String(10), nullable=False),  # open | answered | returned | ended
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Index("ix_referral_receiver", "receiver", "state"),
    Index("ix_referral_question", "question"),
)

referral_message = Table(
    "referral_message",
    metadata,
    own_id(),
    refers("referral", "referral"),
    refers("person", "person"),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_referral_message", "referral", "at"),
)

peer_note = Table(
    "peer_note",
    metadata,
    own_id(),
    Column("language", String(2), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    refers("person", "person"),
    Column("at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),
    Index("ix_peer_note_language", "language", "at"),
)
