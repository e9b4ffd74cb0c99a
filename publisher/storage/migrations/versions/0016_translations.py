"""Which version an entry's newest version translates, and why that fell if it did."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

_ENTRY = sa.table("entry", sa.column("id"), sa.column("head_revision"), sa.column("translates"))
_REVISION = sa.table("revision", sa.column("id"), sa.column("content", sa.Text))


def upgrade() -> None:
    op.add_column("entry", sa.Column("translates", sa.String(length=26), nullable=True))
    op.add_column("entry", sa.Column("source_fell", sa.String(length=10), nullable=True))
    op.create_index("ix_entry_translates", "entry", ["translates"])
    _fill(op.get_bind())
    # what fell before this version knew of it is looked for as soon as the worker runs
    op.execute(sa.text("DELETE FROM setting WHERE key = 'rechecked'"))


def _fill(connection: sa.Connection) -> None:
    words = sa.cast(_REVISION.c.content, sa.Text)
    kept = (
        sa.select(_ENTRY.c.id, words.label("content"))
        .join(_REVISION, _REVISION.c.id == _ENTRY.c.head_revision)
        .where(words.like('%"translation_of": "%'))
    )
    for row in connection.execute(kept).all():
        translates = json.loads(row.content)["translation_of"]
        known = sa.select(_REVISION.c.id).where(_REVISION.c.id == translates)
        if connection.execute(known).first() is not None:
            connection.execute(_ENTRY.update().where(_ENTRY.c.id == row.id).values(translates=translates))
