"""What routes, labels, red flags and crisis cases are called in the reader's language."""

from publisher.domain.crises import CaseState, Outcome
from publisher.domain.triage import Label, Route
from publisher.services import mailing
from publisher.services.case_views import Called, Step, Told
from publisher.ui import names
from publisher.ui.i18n import _

ICONS = {
    Route.CRISIS: ":material/sos:",
    Route.URGENT: ":material/emergency:",
    Route.DOCTOR: ":material/stethoscope:",
    Route.MODERATOR: ":material/forum:",
    Route.SET_ASIDE: ":material/inventory_2:",
}


def route(value: Route) -> str:
    return {
        Route.CRISIS: _("Danger"),
        Route.URGENT: _("Urgent"),
        Route.DOCTOR: _("For a doctor"),
        Route.MODERATOR: _("For moderators"),
        Route.SET_ASIDE: _("Set aside"),
    }[value]


def label(value: str) -> str:
    return {
        Label.CRISIS: _("Danger"),
        Label.EMERGENCY: _("Red flag"),
        Label.INDIVIDUAL: _("One person's case"),
        Label.DOCTOR_SEARCH: _("Looks for a doctor"),
        Label.COMPLAINT: _("Complaint"),
        Label.PERSONAL_DATA: _("Personal data, masked"),
        Label.ADVERT: _("Advertisement"),
        Label.FUNDRAISING: _("Fund-raising"),
        Label.ABUSE: _("Abuse"),
    }[Label(value)]


def case_state(value: CaseState) -> str:
    return {
        CaseState.OPEN: _("Nobody has taken it"),
        CaseState.TAKEN: _("Taken"),
        CaseState.HANDED_OVER: _("Handed over, not yet taken"),
        CaseState.CLOSED: _("Case closed"),
    }[value]


def outcome(value: Outcome) -> str:
    return {
        Outcome.REACHED: _("Somebody spoke with the writer"),
        Outcome.HANDED_ON: _("Emergency services or a crisis line have it"),
        Outcome.UNREACHABLE: _("The writer could not be reached"),
        Outcome.FALSE_ALARM: _("False alarm"),
    }[value]


def step(value: Step) -> str:
    """What happened to a case, with the name of whoever did it."""
    return {
        "taken": _("{name} took it"),
        "taken_over": _("{name} took it over"),
        "handed_over": _("{name} handed it over"),
        "spoke_again": _("The writer wrote again"),
        "read": _("{name} read what was written since"),
    }[value.action].format(name=value.name or _("Somebody"))


def called(value: Called) -> str:
    """What became of an e-mail to somebody on duty. That she was called is said when the server took it."""
    if value.error is not None:
        return _call_error(value.error)
    if value.sent_at is not None:
        return _("called by e-mail")
    return _("being called") if value.waits else _("not called: somebody was faster")


def told(value: Told) -> str:
    """What became of a call in the staff's room."""
    if value.error:
        said = " ".join(names.spoken(one) for one in value.error)
        return _("not told in {account}: {why}").format(account=value.room or _("the staff's room"), why=said)
    if value.at is None:
        return _("being told in the staff's room")
    return _("told in {account}").format(account=value.room or _("the staff's room"))


def _call_error(kind: str) -> str:
    return {
        "not_set_up": _("E-mail is not set up"),
        mailing.BAD_ADDRESS: _("Not called: the e-mail address is no address"),
        mailing.BAD_SIGN_IN: _("Not called: the mail server refuses the clinic's name and password"),
    }.get(kind, _("The mail server did not take it"))
