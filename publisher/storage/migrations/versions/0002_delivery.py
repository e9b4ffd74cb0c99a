"""The tables of the delivery: groups that are held together, series, and what a publication needs for them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_tables()
    for column in (
        sa.Column("spaced_until", sa.String(length=32), nullable=True),
        sa.Column("pace", sa.JSON(), nullable=True),
    ):
        op.add_column("account", column)
    for column in (
        sa.Column("says", sa.JSON(), nullable=True),
        sa.Column("campaign", sa.String(length=26), nullable=True),
        sa.Column("series", sa.String(length=26), nullable=True),
        sa.Column("replaces", sa.String(length=26), nullable=True),
        sa.Column("late_policy", sa.String(length=4), server_default="ask", nullable=False),
        sa.Column("fold", sa.String(length=7), nullable=True),
        sa.Column("confirmed", sa.JSON(), nullable=True),
        sa.Column("text_digest", sa.String(length=64), nullable=True),
    ):
        op.add_column("publication", column)
    op.create_index("ix_publication_account_due", "publication", ["account", "due_at"], unique=False)
    op.create_index("ix_publication_campaign_state", "publication", ["campaign", "state"], unique=False)
    op.create_index("ix_publication_series_state", "publication", ["series", "state"], unique=False)
    op.create_index("ix_attempt_at", "attempt", ["at"], unique=False)


def _made() -> list[sa.Column[str]]:
    return [
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
    ]


def _new_tables() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        *_made(),
        sa.Column("cancelled_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_campaign_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_made(),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_hold_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_hold_kind_subject")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("campaign", sa.String(length=26), nullable=True),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("local_time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.Column("late_policy", sa.String(length=4), nullable=False),
        sa.Column("planned_until", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("stands", sa.JSON(), nullable=True),
        *_made(),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_series_account_account")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_series_entry_entry")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_series_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index("ix_series_entry", "series", ["entry"], unique=False)
