"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

_TO_SIGN = (
    "signed = false AND blocked = false AND findings_to_accept = 0 AND withdrawn_at IS NULL AND returned_reason IS NULL"
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=True),
        sa.Column("next_allowed_at", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("heads", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "event",
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=260), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("record", "sequence", name=op.f("pk_event")),
    )
    op.create_index("ix_event_at", "event", ["at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("interface_language", sa.String(length=2), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("community", sa.String(length=200), nullable=True),
        sa.Column("asked_at", sa.String(length=32), nullable=True),
        sa.Column("import_digest", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("external_id", name=op.f("uq_question_external_id")),
    )
    op.create_index("ix_question_made", "question", ["made_at"], unique=False)

    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "worker",
        sa.Column("executor", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.String(length=32), nullable=False),
        sa.Column("beat_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("executor", name=op.f("pk_worker")),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("hash", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_credential_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_credential_kind_subject")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=26), nullable=True),
        sa.Column("claimed_author", sa.String(length=200), nullable=True),
        sa.Column("claimed_signed_at", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("import_digest", sa.String(length=64), nullable=True),
        sa.Column("translation_key", sa.String(length=200), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.Column("head_revision", sa.String(length=26), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("findings_to_accept", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("approval_missing", sa.Boolean(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.String(length=26), nullable=True),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_entry_author_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("external_id", name=op.f("uq_entry_external_id")),
    )
    op.create_index("ix_entry_author_updated", "entry", ["author", "updated_at"], unique=False)
    op.create_index("ix_entry_language_updated", "entry", ["language", "updated_at"], unique=False)
    op.create_index("ix_entry_signed_updated", "entry", ["signed", "updated_at"], unique=False)
    op.create_index(
        "ix_entry_to_sign",
        "entry",
        ["imported", "id"],
        unique=False,
        sqlite_where=sa.text(_TO_SIGN),
        postgresql_where=sa.text(_TO_SIGN),
    )
    op.create_index("ix_entry_translation_key", "entry", ["translation_key"], unique=False)
    op.create_index("ix_entry_updated", "entry", ["updated_at", "id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("lease_by", sa.String(length=60), nullable=True),
        sa.Column("lease_until", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_job_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state_made", "job", ["state", "made_at"], unique=False)

    op.create_table(
        "licence",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("jurisdiction", sa.String(length=3), nullable=False),
        sa.Column("specialties", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_against", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_licence_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("person", "number", name=op.f("uq_licence_person_number")),
    )
    op.create_table(
        "link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_link_person_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_link")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(length=12), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=26), nullable=False),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_consent_entry_entry")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_consent_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_entry", "consent", ["entry"], unique=False)

    op.create_table(
        "entry_text",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_entry_text_entry_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_text")),
        sa.UniqueConstraint("entry", name=op.f("uq_entry_text_entry")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_revision_entry_entry")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_revision_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("entry", "number", name=op.f("uq_revision_entry_number")),
    )
    op.create_index("ix_revision_digest", "revision", ["digest"], unique=False)

    op.create_table(
        "working_copy",
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(length=26), nullable=True),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_working_copy_entry_entry")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_working_copy_saved_by_person")),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_working_copy")),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_acceptance_person_person")),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_acceptance_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("revision", "rule", name=op.f("uq_acceptance_revision_rule")),
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_approval_person_person")),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_approval_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("revision", name=op.f("uq_approval_revision")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=False),
        sa.Column("next_at", sa.String(length=32), nullable=False),
        sa.Column("local_due", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("sends_started", sa.Integer(), nullable=False),
        sa.Column("send_started_at", sa.String(length=32), nullable=True),
        sa.Column("first_tried_at", sa.String(length=32), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("frozen_digest", sa.String(length=64), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("remote_key", sa.String(length=80), nullable=False),
        sa.Column("remote_id", sa.String(length=4000), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("moved_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_publication_account_account")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_publication_entry_entry")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_publication_made_by_person")),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_publication_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("account", "remote_key", name=op.f("uq_publication_account_remote_key")),
        sa.UniqueConstraint(
            "revision", "account", "occurrence", name=op.f("uq_publication_revision_account_occurrence")
        ),
    )
    op.create_index("ix_publication_any_due", "publication", ["due_at"], unique=False)
    op.create_index("ix_publication_entry_state", "publication", ["entry", "state"], unique=False)
    op.create_index(
        "ix_publication_next",
        "publication",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('scheduled', 'unknown', 'correcting', 'removing')"),
        postgresql_where=sa.text("state IN ('scheduled', 'unknown', 'correcting', 'removing')"),
    )
    op.create_index("ix_publication_state_moved", "publication", ["state", "moved_at"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_report_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_revision_made", "report", ["revision", "made_at"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("revision_digest", sa.String(length=64), nullable=False),
        sa.Column("report_digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("licence_number", sa.String(length=80), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_signature_person_person")),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_signature_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("revision", name=op.f("uq_signature_revision")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("publication", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_attempt_publication_publication")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_publication", "attempt", ["publication", "at"], unique=False)
    _refuse_changes_of_events()
    _index_words()


def _refuse_changes_of_events() -> None:
    """The audit record is append-only: the database itself refuses to change or delete a row."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ("event", "checkpoint"):
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
                )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$"
    )
    for table in ("event", "checkpoint"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _index_words() -> None:
    """Trigrams: they find parts of words in Chinese, Russian and English alike."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE entry_fts USING fts5"
            "(words, content='entry_text', content_rowid='id', tokenize='trigram')"
        )
        removed = "INSERT INTO entry_fts (entry_fts, rowid, words) VALUES ('delete', old.id, old.words);"
        added = "INSERT INTO entry_fts (rowid, words) VALUES (new.id, new.words);"
        for verb, steps in (("INSERT", added), ("DELETE", removed), ("UPDATE", removed + " " + added)):
            op.execute(f"CREATE TRIGGER entry_text_{verb.lower()} AFTER {verb} ON entry_text BEGIN {steps} END")
        return
    available = bind.execute(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")).first()
    if available:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_entry_text_words ON entry_text USING gin (words gin_trgm_ops)")
