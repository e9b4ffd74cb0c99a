"""What the assistant drafted, sentence by sentence with its marks; and its calls, without a word of what was sent."""

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

assistant_draft = Table(
    "assistant_draft",
    metadata,
    own_id(),
    refers("entry", "entry"),  # where accepted sentences go
    Column("task", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("state", String(12), nullable=False),  # asked | done | failed | cancelled
    Column("asked", JSON, nullable=False),  # what the task was given beside the entry
    Column("how", String(10)),  # model | extract | outline
    Column("model", String(120)),
    Column("prompt", String(40)),
    Column("said", JSON, nullable=False),  # sentences for people: what to know about this draft, why it failed
    Column("origins", JSON, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("left_out", JSON, nullable=False),
    Column("accepted", JSON, nullable=False),  # places of sentences that were taken
    Column("ticked", JSON, nullable=False),  # places of sentences whose claim somebody confirmed
    Column("body_digest", String(64)),  # of the entry's body after the last sentence was taken
    Column("job", String(26)),
    refers("made_by", "person"),
    Column("made_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_assistant_draft_entry", "entry", "made_at"),
)

assistant_call = Table(
    "assistant_call",
    metadata,
    own_id(),
    Column("draft", String(26)),
    Column("task", String(20), nullable=False),
    Column("prompt", String(40), nullable=False),
    Column("model", String(120), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Column("sent_hash", String(64), nullable=False),
    Column("answer_hash", String(64)),
    Column("outcome", String(40), nullable=False),
    refers("person", "person", nullable=True),
    Index("ix_assistant_call_at", "at"),
)
