"""The index from which a page of the inbox is read: the most asked questions of a route, the newest first."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_question_line", "question", ["route", "question_group", "state", "made_at"], unique=False)
