"""An entry's other languages, and, when the text it translates fell, why, what holds now, and the word that it fits."""

import streamlit as st

from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import translating
from publisher.services.views import EntryView
from publisher.ui import names, state
from publisher.ui.i18n import NAMES, _
from publisher.ui.routes import go


def source(view: EntryView, label: str) -> None:
    if view.source_against is None:
        return
    with st.container(border=True, key=f"source-{label}"):
        st.badge(_("To be compared with its source"), icon=":material/translate:", color="orange")
        st.text(names.spoken(view.source_against))
        with st.container(horizontal=True):
            if view.source_now and st.button(_("See what holds now"), icon=":material/article:", key=f"now-{label}"):
                go("library", entry=view.source_now)
            person = state.person()
            own = view.author is None or view.author.id == person.id
            if person.has(Role.EDITOR) or (own and person.has(Role.DOCTOR)):
                st.button(
                    _("I have compared them; it fits"),
                    icon=":material/check:",
                    key=f"compared-{label}",
                    on_click=_compared,
                    args=(view.id, label),
                )


def _compared(entry: str, label: str) -> None:
    done = say("Kept as a new version. It stands again once a doctor has signed it.")
    state.act(label, lambda desk, who: translating.compared(desk, who, entry), done)


def languages(view: EntryView) -> None:
    others = {language: entry for language, entry in view.translations.items() if entry != view.id}
    if not others:
        return
    with st.container(horizontal=True):
        for language, entry in others.items():
            if st.button(NAMES[language], icon=":material/translate:", type="tertiary", key=f"same-{language}"):
                go("library", entry=entry)
