"""The units inside an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("units", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("entry", sa.Column("unit", sa.String(length=80), nullable=True))
    op.add_column("account", sa.Column("unit", sa.String(length=80), nullable=True))
