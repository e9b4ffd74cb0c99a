"""The tables of the desk: communities, handouts, stage lists, recalls, who answers what, peers' notes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _community()
    _moderation()
    _handout()
    _stage_item()
    _recall_item()
    _question_answer()
    _asking()
    _referral()
    _referral_message()
    _peer_note()


def _community() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("jurisdiction", sa.String(length=3), nullable=False),
        sa.Column("hint", sa.String(length=300), nullable=True),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
    )


def _moderation() -> None:
    op.create_table(
        "moderation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name=op.f("fk_moderation_community_community")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_moderation_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sa.UniqueConstraint("community", "person", name=op.f("uq_moderation_community_person")),
    )
    op.create_index("ix_moderation_person", "moderation", ["person"], unique=False)


def _handout() -> None:
    op.create_table(
        "handout",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("copy", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name=op.f("fk_handout_community_community")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_handout_entry_entry")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_handout_person_person")),
        sa.ForeignKeyConstraint(["revision"], ["revision.id"], name=op.f("fk_handout_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    op.create_index("ix_handout_community_at", "handout", ["community", "at"], unique=False)
    op.create_index("ix_handout_entry", "handout", ["entry"], unique=False)
    op.create_index("ix_handout_person_at", "handout", ["person", "at"], unique=False)


def _stage_item() -> None:
    op.create_table(
        "stage_item",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=26), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name=op.f("fk_stage_item_community_community")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_stage_item_entry_entry")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_stage_item_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_item")),
        sa.UniqueConstraint("community", "stage", "entry", name=op.f("uq_stage_item_community_stage_entry")),
    )


def _recall_item() -> None:
    op.create_table(
        "recall_item",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("publication", sa.String(length=26), nullable=True),
        sa.Column("handout", sa.String(length=26), nullable=True),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_recall_item_entry_entry")),
        sa.ForeignKeyConstraint(["handout"], ["handout.id"], name=op.f("fk_recall_item_handout_handout")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_recall_item_person_person")),
        sa.ForeignKeyConstraint(
            ["publication"], ["publication.id"], name=op.f("fk_recall_item_publication_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_item")),
        sa.UniqueConstraint("entry", "handout", name=op.f("uq_recall_item_entry_handout")),
        sa.UniqueConstraint("entry", "publication", name=op.f("uq_recall_item_entry_publication")),
    )
    op.create_index("ix_recall_item_state", "recall_item", ["state", "made_at"], unique=False)


def _question_answer() -> None:
    op.create_table(
        "question_answer",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("question", sa.String(length=26), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_question_answer_entry_entry")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_question_answer_person_person")),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_question_answer_question_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sa.UniqueConstraint("question", "entry", name=op.f("uq_question_answer_question_entry")),
    )
    op.create_index("ix_question_answer_entry", "question_answer", ["entry"], unique=False)


def _asking() -> None:
    op.create_table(
        "asking",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("question", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=26), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name=op.f("fk_asking_community_community")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_asking_person_person")),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_asking_question_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
        sa.UniqueConstraint("question", "person", name=op.f("uq_asking_question_person")),
    )
    op.create_index("ix_asking_person", "asking", ["person", "seen_at"], unique=False)


def _referral() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("question", sa.String(length=26), nullable=False),
        sa.Column("sender", sa.String(length=26), nullable=False),
        sa.Column("receiver", sa.String(length=26), nullable=False),
        sa.Column("specialty", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_referral_question_question")),
        sa.ForeignKeyConstraint(["receiver"], ["person.id"], name=op.f("fk_referral_receiver_person")),
        sa.ForeignKeyConstraint(["sender"], ["person.id"], name=op.f("fk_referral_sender_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_question", "referral", ["question"], unique=False)
    op.create_index("ix_referral_receiver", "referral", ["receiver", "state"], unique=False)


def _referral_message() -> None:
    op.create_table(
        "referral_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("referral", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_referral_message_person_person")),
        sa.ForeignKeyConstraint(["referral"], ["referral.id"], name=op.f("fk_referral_message_referral_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_message")),
    )
    op.create_index("ix_referral_message", "referral_message", ["referral", "at"], unique=False)


def _peer_note() -> None:
    op.create_table(
        "peer_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("removed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_peer_note_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_note")),
    )
    op.create_index("ix_peer_note_language", "peer_note", ["language", "at"], unique=False)
