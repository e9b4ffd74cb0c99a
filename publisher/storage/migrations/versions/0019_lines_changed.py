"""Which lines changed since somebody looked, read from an index alone."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_question_group_updated", "question_group", ["updated_at", "id", "state"], unique=False)
