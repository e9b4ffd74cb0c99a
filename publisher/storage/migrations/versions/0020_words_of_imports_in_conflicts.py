"""What was found between texts of which one is an import: its words may have been masked or imported again since."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    forget(op.get_bind())


def forget(connection: sa.Connection) -> None:
    """The next comparison looks at everything and finds what still stands."""
    connection.execute(sa.text("DELETE FROM conflict WHERE revision IS NULL OR answer_revision IS NULL"))
    connection.execute(sa.text("DELETE FROM setting WHERE key IN ('comparing', 'comparing_asked')"))
