"""Why an account is held and why an attempt failed, kept as sentences for a reader of another language."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("held_says", sa.JSON(), nullable=True))
    op.add_column("attempt", sa.Column("says", sa.JSON(), nullable=True))
