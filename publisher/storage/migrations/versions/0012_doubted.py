"""Since when another copy of the clinic may have sent what a restored backup knows as waiting."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publication", sa.Column("doubted_since", sa.String(length=32), nullable=True))
