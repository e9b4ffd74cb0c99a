"""The tables of the consistency."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=True),
        sa.Column("answer", sa.String(length=26), nullable=False),
        sa.Column("answer_revision", sa.String(length=26), nullable=True),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["entry.id"], name=op.f("fk_conflict_answer_entry")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_conflict_entry_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("entry", "answer", "record", name=op.f("uq_conflict_entry_answer_record")),
    )
    op.create_index("ix_conflict_answer", "conflict", ["answer"], unique=False)
    op.create_index("ix_conflict_record", "conflict", ["record"], unique=False)
    op.create_table(
        "supersession",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("old", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_supersession_entry_entry")),
        sa.ForeignKeyConstraint(["old"], ["entry.id"], name=op.f("fk_supersession_old_entry")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_supersession_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supersession")),
        sa.UniqueConstraint("entry", "old", name=op.f("uq_supersession_entry_old")),
    )
