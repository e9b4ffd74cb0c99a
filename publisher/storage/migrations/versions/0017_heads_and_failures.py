"""Which ends of which records a checkpoint saw first, and when somebody last failed to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("checkpoint", sa.Column("changed", sa.Integer(), nullable=True))
    op.create_table(
        "checkpoint_head",
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record", "sequence", name=op.f("pk_checkpoint_head")),
    )
    op.create_index("ix_checkpoint_head_checkpoint", "checkpoint_head", ["checkpoint"], unique=False)
    _refuse_changes()
    op.add_column("sign_in_failure", sa.Column("failed_at", sa.String(length=32), nullable=True))
    op.create_index("ix_sign_in_failure_failed_at", "sign_in_failure", ["failed_at"], unique=False)


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER checkpoint_head_no_{verb.lower()} BEFORE {verb} ON checkpoint_head "
                "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER checkpoint_head_append_only BEFORE UPDATE OR DELETE ON checkpoint_head "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
