"""The tables of the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.String(length=32)
_ID = sa.String(length=26)


def upgrade() -> None:
    _groups()
    _questions()
    _cases()
    _alarms()


def _groups() -> None:
    op.create_table(
        "question_group",
        sa.Column("id", _ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("compared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_into", _ID, nullable=True),
        sa.Column("differs", sa.JSON(), nullable=True),
        sa.Column("entry", _ID, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_question_group_entry_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_group")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_question_group_fingerprint")),
    )
    op.create_index("ix_question_group_compared", "question_group", ["compared", "language"], unique=False)


def _questions() -> None:
    with op.batch_alter_table("question") as batch:
        batch.add_column(sa.Column("route", sa.String(length=10), server_default="moderator", nullable=False))
        batch.add_column(sa.Column("labels", sa.JSON(), server_default="[]", nullable=False))
        batch.add_column(sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False))
        batch.add_column(sa.Column("source", sa.String(length=20), server_default="file", nullable=False))
        batch.add_column(sa.Column("author", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("question_group", _ID, nullable=True))
        batch.add_column(sa.Column("differs", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("taken_by", _ID, nullable=True))
        batch.add_column(sa.Column("taken_at", _MOMENT, nullable=True))
        batch.add_column(sa.Column("sealed", sa.Text(), nullable=True))
        batch.add_column(sa.Column("sealed_until", _MOMENT, nullable=True))
        batch.create_foreign_key(
            op.f("fk_question_question_group_question_group"), "question_group", ["question_group"], ["id"]
        )
        batch.create_foreign_key(op.f("fk_question_taken_by_person"), "person", ["taken_by"], ["id"])
    op.create_index("ix_question_route", "question", ["route", "state", "question_group"], unique=False)
    op.create_index("ix_question_group", "question", ["question_group"], unique=False)
    op.create_index("ix_question_author", "question", ["author", "fingerprint"], unique=False)
    op.create_index("ix_question_sealed", "question", ["sealed_until"], unique=False)


def _cases() -> None:
    op.create_table(
        "crisis_case",
        sa.Column("id", _ID, nullable=False),
        sa.Column("author", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("community", sa.String(length=200), nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("deadline", _MOMENT, nullable=False),
        sa.Column("alarmed", sa.Integer(), nullable=False),
        sa.Column("escalated_at", _MOMENT, nullable=True),
        sa.Column("taken_by", _ID, nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_crisis_case_taken_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crisis_case")),
    )
    op.create_index("ix_crisis_case_state", "crisis_case", ["state", "deadline"], unique=False)
    op.create_index("ix_crisis_case_author", "crisis_case", ["author", "state"], unique=False)
    op.create_table(
        "crisis_message",
        sa.Column("id", _ID, nullable=False),
        sa.Column("crisis_case", _ID, nullable=False),
        sa.Column("question", _ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=True),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("sealed_until", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["crisis_case"], ["crisis_case.id"], name=op.f("fk_crisis_message_crisis_case_crisis_case")
        ),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_crisis_message_question_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crisis_message")),
    )
    op.create_index("ix_crisis_message_case", "crisis_message", ["crisis_case", "received_at"], unique=False)
    op.create_index("ix_crisis_message_sealed", "crisis_message", ["sealed_until"], unique=False)


def _alarms() -> None:
    op.create_table(
        "duty",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_duty_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_time", "duty", ["ends_at", "starts_at"], unique=False)
    op.create_table(
        "alarm",
        sa.Column("id", _ID, nullable=False),
        sa.Column("crisis_case", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["crisis_case"], ["crisis_case.id"], name=op.f("fk_alarm_crisis_case_crisis_case")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_alarm_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("crisis_case", "person", name=op.f("uq_alarm_crisis_case_person")),
    )
    op.create_index("ix_alarm_next", "alarm", ["next_at"], unique=False)
