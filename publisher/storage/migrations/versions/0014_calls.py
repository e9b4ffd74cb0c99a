"""When the writer of a taken case wrote again, until that is read; and what became of a call in the staff's room."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("crisis_case", sa.Column("spoke_at", sa.String(length=32), nullable=True))
    with op.batch_alter_table("alarm") as batch:
        batch.add_column(sa.Column("room", sa.String(length=80), nullable=True))
        batch.add_column(sa.Column("room_next_at", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("room_at", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("room_tries", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("room_error", sa.JSON(), nullable=True))
