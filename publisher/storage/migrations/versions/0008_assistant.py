"""The tables of the assistant."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistant_draft",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=True),
        sa.Column("model", sa.String(length=120), nullable=True),
        sa.Column("prompt", sa.String(length=40), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=True),
        sa.Column("job", sa.String(length=26), nullable=True),
        sa.Column("made_by", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_assistant_draft_entry_entry")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_assistant_draft_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_draft")),
    )
    op.create_index("ix_assistant_draft_entry", "assistant_draft", ["entry", "made_at"], unique=False)
    op.create_table(
        "assistant_call",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("draft", sa.String(length=26), nullable=True),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("prompt", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.Column("sent_hash", sa.String(length=64), nullable=False),
        sa.Column("answer_hash", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_assistant_call_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_call")),
    )
    op.create_index("ix_assistant_call_at", "assistant_call", ["at"], unique=False)
