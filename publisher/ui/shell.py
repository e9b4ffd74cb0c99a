"""What every run begins with: who is there, in which language, and the flat navigation to the pages she may use.

A page's module is imported when somebody first opens it: the first page waits for no other's.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import streamlit as st

from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services import people, stopping
from publisher.services.inbox import may_read
from publisher.ui import i18n, state, warming
from publisher.ui.components.frame import frame
from publisher.ui.i18n import _
from publisher.ui.routes import go, known, remember

PAGES = "publisher.ui.pages"
_HANDERS = (Role.MODERATOR, Role.VOLUNTEER, Role.DOCTOR, Role.EDITOR, Role.ADMINISTRATOR)
_LOOK = Path(__file__).parent / "components" / "page.css"
_BRAND = Path(__file__).parent / "script" / "static" / "brand"


def main() -> None:
    st.set_page_config(page_title="Doctor Publisher", page_icon=str(_BRAND / "mark.png"), layout="wide")
    state.page_follows()
    who = state.actor_now()
    person = who.person if who else None
    _choose_language(person)
    dark = st.context.theme.type == "dark"
    st.logo(
        str(_BRAND / ("logo-dark.svg" if dark else "logo-light.svg")), size="large", icon_image=str(_BRAND / "mark.png")
    )
    st.html(_LOOK)
    if person is None:
        with st.sidebar:
            frame(None)
        st.navigation([st.Page(state.ask_to_sign_in, title=_("Sign in"), default=True)], position="hidden").run()
        return
    page = st.navigation(_pages(person))
    with st.sidebar:
        _about(person)
    _notices()
    state.show_done()
    page.run()
    warming.first_page.set()


def page_of(module: str) -> Callable[[], None]:
    """The page of a module of `ui.pages`, which is imported when the page runs."""

    def page() -> None:
        importlib.import_module(f"{PAGES}.{module}").page()

    return page


def _pages(person: Person) -> list[st.Page]:
    """Few, and flat. What is left out here is refused by the services all the same."""
    shown = [
        ("today", "today", _("Today"), ":material/sunny:", True),
        ("compose", "compose", _("Compose"), ":material/edit_note:", person.has(Role.DOCTOR, Role.EDITOR)),
        ("sign", "sign", _("Sign"), ":material/verified:", person.has(Role.DOCTOR, Role.REVIEWER)),
        ("inbox", "inbox", _("Inbox"), ":material/inbox:", may_read(person)),
        ("danger", "danger", _("Danger"), ":material/sos:", True),
        ("calendar", "calendar", _("Calendar"), ":material/calendar_month:", True),
        ("publications", "publications", _("Publications"), ":material/campaign:", True),
        ("desk", "desk", _("Find and hand out"), ":material/outgoing_mail:", person.has(*_HANDERS)),
        ("library", "library", _("Library"), ":material/local_library:", True),
        ("channels", "channels", _("Channels"), ":material/hub:", True),
        ("members", "people", _("People"), ":material/group:", True),
        ("packs", "rules", _("Rules"), ":material/gavel:", True),
    ]
    pages = {
        path: st.Page(page_of(module), title=title, icon=icon, url_path=path)
        for module, path, title, icon, allowed in shown
        if allowed
    }
    remember(pages)
    # the address of a default page is ignored, so a hidden one leads to Today
    first = st.Page(_first, title="Doctor Publisher", default=True, visibility="hidden")
    asked = unquote(urlsplit(st.context.url or "").path).strip("/ \u00a0")
    if not asked or asked in pages or "/" in asked or asked.startswith("_"):
        return [first, *pages.values()]
    # Streamlit's own word for an address that leads nowhere is English
    nowhere = _not_for_you if asked in {path for _module, path, *_rest in shown} else _no_such_page
    return [first, *pages.values(), st.Page(nowhere, title="Doctor Publisher", url_path=asked, visibility="hidden")]


def _not_for_you() -> None:
    _lead_back(_("This page belongs to another role"), _("An administrator says who may do what."))


def _no_such_page() -> None:
    _lead_back(_("There is no such page"), _("Nothing is lost: choose a page in the menu."))


def _lead_back(title: str, words: str) -> None:
    st.title(title)
    st.write(words)
    st.page_link(known("today"), label=_("Today"), icon=":material/sunny:")


def _first() -> None:
    go("today")


def _choose_language(person: Person | None) -> None:
    if "language" not in st.session_state:
        wish = person.interface_language if person else None
        st.session_state["language"] = wish or i18n.negotiate(st.context.locale)


def _about(person: Person) -> None:
    st.selectbox(
        _("Language"),
        list(Language),
        key="language",
        format_func=i18n.NAMES.__getitem__,
        on_change=_keep_language,
        persist_state="session",
    )
    st.text(person.name)
    _offer_zone(person)
    frame(person.id)


def _keep_language() -> None:
    chosen = st.session_state["language"]
    state.act("profile", lambda desk, who: people.set_profile(desk, who, interface_language=chosen))


def _offer_zone(person: Person) -> None:
    """Times are shown in the zone of the profile; a person whose browser says another one is asked, not moved."""
    here = st.context.timezone
    if here and here != person.zone and i18n.zone_of(here).key == here and st.session_state.get("zone_kept") != here:
        with st.popover(person.zone, icon=":material/schedule:", width="stretch"):
            st.write(_("Times are shown for {zone}. This device is in {here}.").format(zone=person.zone, here=here))
            st.button(_("Show times for {here}").format(here=here), on_click=_take_zone, args=(here,), key="take-zone")
    else:
        st.caption(_("Times: {zone}").format(zone=person.zone))


def _take_zone(zone: str) -> None:
    state.act(
        "profile",
        lambda desk, who: people.set_profile(desk, who, zone=zone),
        say("Times are shown for {zone}.", zone=zone),
    )


def _notices() -> None:
    reason = stopping.stopped(state.desk())
    if reason is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.badge(_("Everything is stopped"), icon=":material/pause_circle:", color="red")
            st.text(reason)
