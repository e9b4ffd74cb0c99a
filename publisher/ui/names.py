"""What the words of the domain are called in the reader's language, and which tone a state has in a list."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from publisher.domain.checking import EntryKind, Flag, Verdict
from publisher.domain.communities import Room
from publisher.domain.entries import EntryStatus
from publisher.domain.handouts import Cause, Form
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction
from publisher.domain.publications import LatePolicy, PublicationState
from publisher.domain.sentences import Sentence
from publisher.ui import i18n
from publisher.ui.i18n import _

_S, _P = EntryStatus, PublicationState
_TONES = {
    **dict.fromkeys((_S.LIVE, _S.SIGNED, _S.SCHEDULED), "good"),
    **dict.fromkeys((_S.AWAITING_REVIEW, _S.RETURNED, _S.DUE), "wait"),
    **dict.fromkeys((_S.BLOCKED, _S.EXPIRED, _S.WITHDRAWN), "stop"),
}
_STATE_TONES = {
    _P.PUBLISHED: "good",
    **dict.fromkeys((_P.UNKNOWN, _P.NEEDS_REVIEW, _P.HELD, _P.AWAITING_HAND_OFF), "wait"),
    _P.FAILED: "stop",
}


def tone(state: EntryStatus | PublicationState) -> str:
    return _TONES.get(state, "") if isinstance(state, EntryStatus) else _STATE_TONES.get(state, "")


def status(value: EntryStatus) -> str:
    return {
        _S.DRAFT: _("Draft"),
        _S.IMPORTED: _("Imported, unsigned"),
        _S.BLOCKED: _("Blocked"),
        _S.AWAITING_REVIEW: _("Awaits a reviewer"),
        _S.RETURNED: _("Returned"),
        _S.READY: _("Ready to sign"),
        _S.SIGNED: _("Signed"),
        _S.SCHEDULED: _("Scheduled"),
        _S.LIVE: _("Live"),
        _S.DUE: _("Due for review"),
        _S.EXPIRED: _("Expired"),
        _S.SUPERSEDED: _("Superseded"),
        _S.WITHDRAWN: _("Withdrawn"),
    }[value]


def state(value: PublicationState) -> str:
    return {
        _P.SCHEDULED: _("Scheduled"),
        _P.QUEUED: _("Next in line"),
        _P.SENDING: _("Being sent"),
        _P.PUBLISHED: _("Published"),
        _P.UNKNOWN: _("Unknown"),
        _P.NEEDS_REVIEW: _("Is it there?"),
        _P.FAILED: _("Refused by the channel"),
        _P.HELD: _("Held"),
        _P.AWAITING_HAND_OFF: _("To be put out by hand"),
        _P.CANCELLED: _("Cancelled"),
        _P.CORRECTING: _("Being corrected"),
        _P.REMOVING: _("Being taken back"),
        _P.REMOVED: _("Taken back"),
    }[value]


def kind(value: EntryKind) -> str:
    return {EntryKind.POST: _("Post"), EntryKind.ANSWER: _("Answer")}[value]


def verdict(value: Verdict) -> str:
    return {
        Verdict.PASS: _("Nothing found"),
        Verdict.WARN: _("Warnings"),
        Verdict.REVIEW: _("A reviewer decides"),
        Verdict.BLOCK: _("Cannot be published like this"),
    }[value]


def role(value: Role) -> str:
    return {
        Role.DOCTOR: _("Doctor"),
        Role.EDITOR: _("Communications editor"),
        Role.MODERATOR: _("Moderator"),
        Role.VOLUNTEER: _("Volunteer"),
        Role.REVIEWER: _("Reviewer"),
        Role.DUTY: _("Duty person"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[value]


def jurisdiction(value: Jurisdiction) -> str:
    return {
        Jurisdiction.CN: _("China"),
        Jurisdiction.RU: _("Russia"),
        Jurisdiction.US: _("United States"),
        Jurisdiction.UK: _("United Kingdom"),
        Jurisdiction.EU: _("European Union"),
        Jurisdiction.IN: _("India"),
        Jurisdiction.INT: _("International"),
    }[value]


def flag(value: Flag) -> str:
    return {
        Flag.IS_REPLY: _("Reply to a person"),
        Flag.ASKER_GAVE_CASE: _("The person described a case"),
        Flag.COMMERCIAL: _("Commercial interest"),
        Flag.PAID: _("Paid or sponsored"),
        Flag.NAMES_RX: _("Names a prescription medicine"),
        Flag.AI_GENERATED: _("AI was used"),
        Flag.PATIENT_MATERIAL: _("Patient material"),
        Flag.MINOR_INVOLVED: _("Concerns a child"),
        Flag.CRISIS: _("Crisis topic"),
        Flag.AUTHOR_UNVERIFIED: _("Author without a checked licence"),
        Flag.CONSENT_RECORDED: _("Consent recorded"),
    }[value]


def call(value: str) -> str:
    """What was asked of a channel."""
    return {
        "send": _("Sent to the channel"),
        "find": _("Looked up"),
        "correct": _("Corrected in place"),
        "remove": _("Taken back"),
    }.get(value, value)


def outcome(value: str) -> str:
    """What came back from a channel."""
    return {
        "sent": _("confirmed"),
        "absent": _("is not there"),
        "retrylater": _("not now"),
        "rejected": _("refused"),
        "reconnect": _("the credentials no longer work"),
        "unknown": _("no usable answer"),
    }.get(value, value)


def late(value: LatePolicy) -> str:
    """What becomes of a publication after an outage."""
    return {
        LatePolicy.ASK: _("ask me"),
        LatePolicy.SEND: _("send it all the same"),
        LatePolicy.DROP: _("do not send it any more"),
    }[value]


def action(value: str) -> str:
    """What an event of an entry or a publication is called in its history."""
    return {
        "added": _("Written down"),
        "imported": _("Imported"),
        "revised": _("New version"),
        "checked": _("Checked"),
        "finding_accepted": _("Finding accepted"),
        "returned": _("Returned"),
        "consent_recorded": _("Consent recorded"),
        "consent_withdrawn": _("Consent withdrawn"),
        "signed": _("Signed"),
        "approved": _("Approved"),
        "scheduled": _("Scheduled"),
        "rescheduled": _("Moved"),
        "withdrawn": _("Withdrawn"),
        "superseded": _("Superseded"),
        "source_fell": _("What it translates fell"),
        "source_stands": _("What it translates stands again"),
        "replacement_planned": _("Will replace an older answer"),
        "replacement_dropped": _("Will leave the older answer as it is"),
        "handed_out": _("Handed out"),
        "recall_opened": _("Recall opened"),
        "recall_done": _("Corrected in one place"),
        "recall_lifted": _("Stands again in one place"),
        "recall_impossible": _("Cannot be corrected in one place"),
        "conflict_dismissed": _("Both sentences stand, says the doctor"),
        "conflict_decided": _("Both sentences stand, decided a reviewer"),
        **{one.value: state(one) for one in PublicationState if one is not PublicationState.SCHEDULED},
    }.get(value, value.replace("_", " "))


def spoken(sentence: Sentence) -> str:
    """A sentence of the services in the reader's language, with the states, roles and days inside it said too."""
    values = {name: _said(one) for name, one in sentence.values.items()}
    if values.get("state") in list(PublicationState):
        values["state"] = state(PublicationState(values["state"])).lower()
    if isinstance(values.get("roles"), str):
        values["roles"] = " / ".join(role(Role(one)) for one in values["roles"].split(" / ") if one in list(Role))
    return i18n.spoken(Sentence(sentence.template, values))


def _said(value: Any) -> Any:
    if isinstance(value, Sentence):
        return spoken(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Sentence):
        return " ".join(spoken(one) for one in value)
    return i18n.written(value) if isinstance(value, str) else value


def people(found: Iterable[Person]) -> dict[str, str]:
    """By id, as they are called in a list to choose from: two of one name bear their addresses too."""
    known = list(found)
    often = Counter(one.name for one in known)
    return {one.id: one.name if often[one.name] == 1 else f"{one.name} · {one.email}" for one in known}


def room(value: Room) -> str:
    return {
        Room.UNKNOWN: _("Not counted"),
        Room.FREE: _("Room left"),
        Room.NEARLY_FULL: _("Nearly full"),
        Room.FULL: _("Full"),
    }[value]


def form(value: Form) -> str:
    """As what a handout was taken away."""
    return {
        Form.TEXT: _("text"),
        Form.CARD: _("picture card"),
        Form.LINK: _("link with QR code"),
        Form.PAGE: _("public page"),
        Form.PDF: _("PDF file"),
    }[value]


def cause(value: Cause) -> str:
    """Why a text is called back."""
    return {
        Cause.WITHDRAWN: _("Withdrawn"),
        Cause.SUPERSEDED: _("Superseded"),
        Cause.EXPIRED: _("Expired"),
        Cause.DUE: _("To be compared with its source"),
    }[value]
