"""The message of which a question is an edit."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("edit_of", sa.String(length=26), nullable=True))
        table.create_foreign_key(None, "question", ["edit_of"], ["id"])
