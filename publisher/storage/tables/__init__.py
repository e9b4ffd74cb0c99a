"""The tables, by what they hold."""

from publisher.storage.tables.assistant import assistant_call, assistant_draft
from publisher.storage.tables.base import metadata
from publisher.storage.tables.consistency import conflict, supersession
from publisher.storage.tables.delivery import account, attempt, campaign, hold, publication, series
from publisher.storage.tables.desk import (
    asking,
    community,
    handout,
    moderation,
    peer_note,
    question_answer,
    recall_item,
    referral,
    referral_message,
    stage_item,
)
from publisher.storage.tables.inbox import alarm, crisis_case, crisis_message, duty, question, question_group
from publisher.storage.tables.installation import checkpoint, checkpoint_head, event, job, setting, worker
from publisher.storage.tables.measures import reading
from publisher.storage.tables.people import credential, licence, link, person, session, sign_in_failure
from publisher.storage.tables.texts import (
    TO_SIGN,
    acceptance,
    approval,
    consent,
    entry,
    entry_text,
    report,
    revision,
    signature,
    working_copy,
)

__all__ = [
    "TO_SIGN",
    "acceptance",
    "account",
    "alarm",
    "approval",
    "asking",
    "assistant_call",
    "assistant_draft",
    "attempt",
    "campaign",
    "checkpoint",
    "checkpoint_head",
    "community",
    "conflict",
    "consent",
    "credential",
    "crisis_case",
    "crisis_message",
    "duty",
    "entry",
    "entry_text",
    "event",
    "handout",
    "hold",
    "job",
    "licence",
    "link",
    "metadata",
    "moderation",
    "peer_note",
    "person",
    "publication",
    "question",
    "question_answer",
    "question_group",
    "reading",
    "recall_item",
    "referral",
    "referral_message",
    "report",
    "revision",
    "series",
    "session",
    "setting",
    "sign_in_failure",
    "signature",
    "stage_item",
    "supersession",
    "worker",
    "working_copy",
]
