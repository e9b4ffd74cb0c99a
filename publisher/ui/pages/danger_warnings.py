"""What keeps a cry for help from being heard, said where people look: nobody is called, or nobody came."""

from typing import Literal

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services import duty, duty_room, listening, mailing
from publisher.services.today import worker_alive
from publisher.ui import state
from publisher.ui.i18n import _, ngettext, number

CALLED = say("The person on duty is being called.")
NOT_CALLED = say("The case is open, but nobody is being called: call whoever is on duty yourself.")


def warning(label: str, sentence: str, icon: str, colour: Literal["orange", "red"] = "orange") -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.badge(label, icon=f":material/{icon}:", color=colour)
        st.text(sentence)


def waiting_too_long(count: int) -> str:
    told = ngettext("{count} case waits and nobody has come", "{count} cases wait and nobody has come", count)
    return told.format(count=number(count))


def old_and_waiting(count: int) -> str:
    told = ngettext("{count} older case waits for somebody", "{count} older cases wait for somebody", count)
    return told.format(count=number(count))


def told_of_the_call() -> Sentence:
    """Of a case that was opened just now: whether anybody hears of it without looking."""
    desk = state.desk()
    by_any = mailing.is_set_up(desk.settings) or duty_room.room(desk) is not None
    return CALLED if by_any and worker_alive(desk) else NOT_CALLED


def calls() -> None:
    """For the danger page: whether anybody is called at all, for whom nobody came, and where nothing is heard."""
    desk = state.desk()
    if not worker_alive(desk):
        sentence = _(
            "The worker is not running. Call whoever is on duty yourself; "
            "an administrator starts it with “publisher worker” or “publisher run”."
        )
        warning(_("Nobody is being called"), sentence, "notifications_off", "red")
    if count := duty.waiting_too_long(desk):
        warning(waiting_too_long(count), _("Take it, or call whoever is on duty."), "sos", "red")
    for ear in listening.ears(desk):
        if trouble := listening.trouble_of([ear]):
            warning(_("Not everything is heard"), trouble.text(_), "hearing_disabled")
    if mailing.is_set_up(desk.settings):
        return
    if state.person().has(Role.ADMINISTRATOR):
        sentence = _("Nobody is called by e-mail: set mail_host and mail_from, or keep this page open.")
    else:
        sentence = _("Nobody is called by e-mail. Keep this page open, and tell your administrator.")
    warning(_("E-mail is not set up"), sentence, "mail_off")
