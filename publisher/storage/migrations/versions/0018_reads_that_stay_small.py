"""Which lines are ever compared, and indices from which what is asked every second reads only what it needs."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TO_COMPARE = "comparable AND NOT compared"
_THERE = "remote_id IS NOT NULL"
_UNFINISHED = "(signed = false OR edited OR approval_missing)"


def upgrade() -> None:
    comparable: sa.Column[bool] = sa.Column("comparable", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    op.add_column("question_group", comparable)
    mark(op.get_bind())
    _index("ix_question_group_to_compare", "question_group", ["made_at", "id"], _TO_COMPARE)
    _again("ix_question_route", "question", ["route", "state", "question_group", "community"])
    _again("ix_question_line", "question", ["route", "question_group", "state", "made_at", "community"])
    _again("ix_publication_measured", "publication", ["state", "measured_at"], _THERE)
    _index("ix_publication_fresh", "publication", ["state", "moved_at", "measured_at"], _THERE)
    _again("ix_reading_publication", "reading", ["publication", "name", "at", "value"])
    _index("ix_entry_unfinished", "entry", ["updated_at", "id"], _UNFINISHED)
    _index("ix_entry_own_unfinished", "entry", ["author", "updated_at", "id"], _UNFINISHED)
    _index("ix_alarm_room_next", "alarm", ["room_next_at"])


def mark(connection: sa.Connection) -> None:
    """Lines that were not compared yet and in which a doctor's or a moderator's question waits."""
    connection.execute(
        sa.text(
            "UPDATE question_group SET comparable = true WHERE NOT compared AND id IN (SELECT question_group "
            "FROM question WHERE route IN ('doctor', 'moderator') AND state IN ('waiting', 'taken'))"
        )
    )


def _again(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    op.drop_index(name, table)
    _index(name, table, columns, where)


def _index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    only = None if where is None else sa.text(where)
    op.create_index(name, table, columns, unique=False, sqlite_where=only, postgresql_where=only)
