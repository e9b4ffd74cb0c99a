"""The tables, by what they hold."""

from publisher.storage.tables.base import metadata
from publisher.storage.tables.consistency import conflict, supersession
from publisher.storage.tables.delivery import account, attempt, campaign, hold, publication, series
from publisher.storage.tables.inbox import alarm, crisis_case, crisis_message, duty, question, question_group
from publisher.storage.tables.installation import checkpoint, event, job, setting, worker
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
    "attempt",
    "campaign",
    "checkpoint",
    "conflict",
    "consent",
    "credential",
    "crisis_case",
    "crisis_message",
    "duty",
    "entry",
    "entry_text",
    "event",
    "hold",
    "job",
    "licence",
    "link",
    "metadata",
    "person",
    "publication",
    "question",
    "question_group",
    "report",
    "revision",
    "series",
    "session",
    "setting",
    "sign_in_failure",
    "signature",
    "supersession",
    "worker",
    "working_copy",
]
