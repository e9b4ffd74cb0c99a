"""What routes, labels, red flags and crisis cases are called in the reader's language."""

from publisher.domain.crises import CaseState, Outcome
from publisher.domain.triage import Label, Route
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
        CaseState.CLOSED: _("Closed"),
    }[value]


def outcome(value: Outcome) -> str:
    return {
        Outcome.REACHED: _("Somebody spoke with the writer"),
        Outcome.HANDED_ON: _("Emergency services or a crisis line have it"),
        Outcome.UNREACHABLE: _("The writer could not be reached"),
        Outcome.FALSE_ALARM: _("False alarm"),
    }[value]


def call_error(value: str | None) -> str:
    """Why an e-mail to somebody on duty did not leave."""
    if value is None:
        return ""
    return _("E-mail is not set up") if value == "not_set_up" else _("The mail server did not take it")
