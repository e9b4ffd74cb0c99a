"""What the desk asks of a person today: places to correct, her questions that were answered, colleagues' requests."""

import streamlit as st

from publisher.domain.people import Role
from publisher.services import asking, recalling, referring
from publisher.ui import state
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import _, moment, ngettext, number
from publisher.ui.routes import go, href


def at_the_desk() -> bool:
    """Show all; True when there is anything."""
    return any([_to_recall(), _answered(), _from_colleagues()])


def _to_recall() -> bool:
    count = recalling.count(state.desk(), state.actor())
    person = state.person()
    if not count or not person.has(Role.MODERATOR, Role.VOLUNTEER, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR):
        return False
    st.header(_("Recall"))
    told = ngettext(
        "{count} place still shows a text that fell", "{count} places still show a text that fell", count
    ).format(count=number(count))
    if st.button(told, icon=":material/undo:", type="tertiary", key="to-recall"):
        go("desk", part="recall")
    return True


def _answered() -> bool:
    found = asking.answered(state.desk(), state.actor())
    if not found:
        return False
    st.header(_("Answered since you asked"))
    lines = [
        Row(one.id, href("library", entry=one.entry), one.question, one.language, [one.community or "", one.title])
        for one in found
    ]
    entry_of = {one.id: one.entry for one in found}
    if opened := link_list(lines, _("Answered since you asked"), key="today-answered"):
        asking.seen(state.desk(), state.actor(), opened)
        go("library", entry=entry_of[opened])
    return True


def _from_colleagues() -> bool:
    found = [one for one in referring.waiting(state.desk(), state.actor()) if one.mine]
    if not found:
        return False
    st.header(_("Asked by colleagues"))
    zone = state.person().zone
    lines = [
        Row(
            one.id,
            href("desk", part="answer"),
            one.question,
            one.language,
            [one.sender, one.specialty, _("due {time}").format(time=moment(one.due_at, zone))],
            _("Late") if one.late else "",
            "stop",
        )
        for one in found
    ]
    if link_list(lines, _("Asked by colleagues"), key="today-referrals"):
        go("desk", part="answer")
    return True
