"""Today: what waits for the person who opened it, most pressing first, each a way to where it is done."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Person, Role
from publisher.services import library
from publisher.services.today import Today, today
from publisher.services.views import PublicationRow
from publisher.ui import channel_names, names, rows, state
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import _, ngettext, number
from publisher.ui.pages.conflict_parts import unresolved
from publisher.ui.pages.danger_warnings import old_and_waiting, waiting_too_long, warning
from publisher.ui.pages.desk_today import at_the_desk
from publisher.ui.routes import go

_S = EntryStatus
_SHOWN = 5


def page() -> None:
    person = state.person()
    now = today(state.desk(), state.actor())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(_("Today"), width="content")
        writes = person.has(Role.DOCTOR, Role.EDITOR)
        if writes and st.button(_("Write something"), icon=":material/edit_note:", key="write"):
            go("compose")
    _warnings(now)
    shown = [
        _publications("asked", _("Is it there?"), now.needs_review, person.zone),
        _publications("take-down", _("Take it down by hand"), now.take_down, person.zone),
        _publications("failed", _("Refused by the channel"), now.failed, person.zone),
        _publications("held", _("Held"), now.held, person.zone),
        _to_sign(now),
        _own(now, person),
        _to_review(now, person),
        unresolved(),
        at_the_desk(),
    ]
    if not any(shown):
        rows.empty("task_alt", _("Nothing waits for you."))
    _publications("next", _("Goes out next"), now.next_up, person.zone)


def _warnings(now: Today) -> None:
    if now.in_danger:
        warning(waiting_too_long(now.in_danger), _("Open “Danger”, or call whoever is on duty."), "sos", "red")
    if now.follow_ups:
        sentence = _("Nobody is called for old messages. Open “Danger”, or tell whoever is on duty.")
        warning(old_and_waiting(now.follow_ups), sentence, "history")
    if now.licence_warning is not None:
        warning(_("Licence"), names.spoken(now.licence_warning), "badge")
    for ending_soon in now.licences_to_renew[:_SHOWN]:
        warning(_("Licence"), names.spoken(ending_soon), "badge")
    for account, ending in now.credentials:
        warning(channel_names.account(account), names.spoken(ending), "key")
    if not now.worker_alive:
        sentence = _("The worker is not running: start it with “publisher worker” or “publisher run”.")
        warning(_("Nothing is being sent"), sentence, "cloud_off")


def _to_sign(now: Today) -> bool:
    if opened := _list("sign", _("To sign"), [rows.queue_row(item) for item in now.to_sign]):
        go("sign", entry=opened)
    return bool(now.to_sign)


def _own(now: Today, person: Person) -> bool:
    """One's own entries that stand still until one does something."""
    titles = {
        _S.RETURNED: (_("Returned to you"), "compose"),
        _S.BLOCKED: (_("Blocked"), "compose"),
        _S.DUE: (_("Due for review"), "library"),
        _S.DRAFT: (_("Drafts"), "compose"),
    }
    found = False
    for status, (title, target) in titles.items():
        if now.counts.get(status.value):
            found |= _entries(status, title, target, person, author=person.id)
    return found


def _to_review(now: Today, person: Person) -> bool:
    if not now.to_review:
        return False
    waiting = _S.AWAITING_REVIEW
    _entries(waiting, _("Awaits a reviewer"), "library", person, author=None)
    if now.to_review <= _SHOWN:
        return True
    told = ngettext("{count} text waits for a reviewer", "{count} texts wait for a reviewer", now.to_review)
    label = told.format(count=number(now.to_review))
    if st.button(label, icon=":material/rate_review:", type="tertiary", key="all-to-review"):
        go("library", status=waiting.value)
    return True


def _entries(status: EntryStatus, title: str, target: str, person: Person, author: str | None) -> bool:
    found = library.entries(state.desk(), state.actor(), status=status, author=author, size=_SHOWN)
    # the heading names the state, so the lines need not
    shown = [replace(rows.entry_row(row, person.zone, target), tag="") for row in found.items]
    more = found.total - len(found.items)
    heading = f"{title} · {found.total}" if more > 0 else title
    if opened := _list(status.value, heading, shown):
        go(target, entry=opened)
    return bool(shown)


def _publications(key: str, title: str, found: Sequence[PublicationRow], zone: str) -> bool:
    entry_of = {row.publication.id: row.publication.entry for row in found}
    shown = [rows.publication_row(row, zone) for row in found]
    if opened := _list(key, title, shown):
        go("calendar", publication=opened, entry=entry_of[opened])
    return bool(found)


def _list(key: str, title: str, shown: list[Row]) -> str | None:
    if not shown:
        return None
    st.header(title)
    return link_list(shown, title, key=f"today-{key}")
