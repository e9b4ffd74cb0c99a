"""The tables of the measures, and room for the ids of a thread's parts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("publication", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_reading_publication_publication")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_publication", "reading", ["publication", "at"], unique=False)
    op.add_column("publication", sa.Column("measured_at", sa.String(length=32), nullable=True))
    op.create_index("ix_publication_measured", "publication", ["state", "measured_at"], unique=False)
    # a new home has this length from its first table; SQLite keeps to no length, so an old one needs nothing
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("publication", "remote_id", type_=sa.String(length=4000))
