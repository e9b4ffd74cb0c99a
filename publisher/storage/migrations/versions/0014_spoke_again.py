"""When the writer of a taken case wrote again, until whoever holds the case has read it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("crisis_case", sa.Column("spoke_at", sa.String(length=32), nullable=True))
