"""Questions that came in, the same ones grouped; crisis cases with who is on duty and whom the alarm went to."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

TO_COMPARE = text("comparable AND NOT compared")
"""A line that is still to be laid beside the earlier ones; in these words the index is used."""

question_group = Table(
    "question_group",
    metadata,
    own_id(),
    Column("fingerprint", String(64), nullable=False, unique=True),  # of the masked words and their language
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(10), nullable=False),  # open | answered | set_aside | merged
    Column("compared", Boolean, nullable=False, server_default=text("false")),  # with the groups before it
    Column("comparable", Boolean, nullable=False, server_default=text("false")),  # a doctor's or a moderator's came in
    Column("merged_into", String(26)),  # the group that asks the same, or beside which it stands
    Column("differs", JSON(none_as_null=True)),  # in what it differs from that group
    refers("entry", "entry", nullable=True),  # the answer that was written for it
    Column("made_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index("ix_question_group_compared", "compared", "language"),
    Index("ix_question_group_to_compare", "made_at", "id", sqlite_where=TO_COMPARE, postgresql_where=TO_COMPARE),
    Index("ix_question_group_updated", "updated_at", "id", "state"),
)

question = Table(
    "question",
    metadata,
    own_id(),
    Column("external_id", String(200), unique=True),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("community", String(200)),
    Column("asked_at", UtcTime),
    Column("import_digest", String(64)),
    Column("made_at", UtcTime, nullable=False),
    Column("route", String(10), nullable=False, server_default="moderator"),
    Column("labels", JSON, nullable=False, server_default="[]"),
    Column("state", String(10), nullable=False, server_default="waiting"),  # waiting | taken | answered | set_aside
    Column("source", String(20), nullable=False, server_default="file"),
    Column("author", String(32)),  # a keyed pseudonym
    Column("fingerprint", String(64)),
    refers("question_group", "question_group", nullable=True),
    Column("differs", JSON(none_as_null=True)),  # from the group it stands beside: stage, dose, negation, …
    refers("taken_by", "person", nullable=True),
    Column("taken_at", UtcTime),
    Column("sealed", Text),  # where it came from, for the person on duty
    Column("sealed_until", UtcTime),
    refers("edit_of", "question", nullable=True),  # the message that its writer changed, where people had worked on it
    Index("ix_question_made", "made_at"),
    Index("ix_question_route", "route", "state", "question_group", "community"),
    Index("ix_question_line", "route", "question_group", "state", "made_at", "community"),
    Index("ix_question_group", "question_group"),
    Index("ix_question_author", "author", "fingerprint"),
    Index("ix_question_sealed", "sealed_until"),
)

crisis_case = Table(
    "crisis_case",
    metadata,
    own_id(),
    Column("author", String(32)),
    Column("state", String(12), nullable=False),  # open | taken | handed_over | closed
    Column("follow_up", Boolean, nullable=False),  # written too long ago for the pager
    Column("language", String(2), nullable=False),
    Column("community", String(200)),
    Column("opened_at", UtcTime, nullable=False),
    Column("deadline", UtcTime, nullable=False),
    Column("alarmed", Integer, nullable=False),  # how many people were told so far
    Column("escalated_at", UtcTime),
    refers("taken_by", "person", nullable=True),
    Column("taken_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("outcome", String(16)),  # reached | handed_on | unreachable | false_alarm
    Column("version", Integer, nullable=False),
    Column("spoke_at", UtcTime),  # the writer wrote again after it was taken; None once that was read
    Index("ix_crisis_case_state", "state", "deadline"),
    Index("ix_crisis_case_author", "author", "state"),
)

crisis_message = Table(
    "crisis_message",
    metadata,
    own_id(),
    refers("crisis_case", "crisis_case"),
    refers("question", "question", nullable=True),
    Column("text", Text, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("written_at", UtcTime),
    Column("received_at", UtcTime, nullable=False),
    Column("sealed", Text),
    Column("sealed_until", UtcTime),
    Index("ix_crisis_message_case", "crisis_case", "received_at"),
    Index("ix_crisis_message_sealed", "sealed_until"),
)

duty = Table(
    "duty",
    metadata,
    own_id(),
    refers("person", "person"),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("place", Integer, nullable=False),  # 1 is called first, the others when nobody takes the case
    Index("ix_duty_time", "ends_at", "starts_at"),
)

alarm = Table(
    "alarm",
    metadata,
    own_id(),
    refers("crisis_case", "crisis_case"),
    refers("person", "person"),
    Column("number", Integer, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("next_at", UtcTime),  # None: sent, or given up
    Column("sent_at", UtcTime),
    Column("tries", Integer, nullable=False),
    Column("error", String(200)),
    Column("room", String(80)),  # the account in which she was called too, and what became of that
    Column("room_next_at", UtcTime),  # None: sent, given up, or there is no room
    Column("room_at", UtcTime),
    Column("room_tries", Integer, nullable=False, server_default="0"),
    Column("room_error", JSON(none_as_null=True)),
    UniqueConstraint("crisis_case", "person"),
    Index("ix_alarm_next", "next_at"),
    Index("ix_alarm_room_next", "room_next_at"),
)
