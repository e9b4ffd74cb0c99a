"""What a person does on a network: take the package, post it, take it down."""

import io
import zipfile

import streamlit as st

from publisher.domain.publications import PublicationState
from publisher.domain.sentences import say
from publisher.services import controlling
from publisher.services.states import left_for_a_person
from publisher.services.views import PublicationRow
from publisher.ui import names, state
from publisher.ui.i18n import _, current

_S = PublicationState


def by_hand(row: PublicationRow) -> None:
    """Shown where a publication waits for a person on the network itself."""
    one = row.publication
    if one.state is _S.AWAITING_HAND_OFF:
        _package(one.id)
    elif left_for_a_person(one, state.desk().clock()):
        if one.url:
            st.link_button(_("See it where it is"), one.url, icon=":material/open_in_new:")
        st.button(_("It is down"), icon=":material/check:", key="is-down", on_click=_down, args=(one.id,))


def _package(publication: str) -> None:
    from publisher.services import handing_off  # pictures and codes take a moment to import

    found = state.act("publication", lambda desk, who: handing_off.package(desk, who, publication))
    if found is None:
        state.show_refusals("publication")
        return
    if found.address:
        st.link_button(_("Open the network"), found.address, icon=":material/open_in_new:")
    for line in found.declare:
        st.text("• " + (line.get(current()) or line["en"]))
    for text in ([found.title] if found.title else []) + list(found.texts):
        st.code(text, language=None, wrap_lines=True)
    if found.why_no_pictures is not None:
        st.text(" ".join(names.spoken(reason) for reason in found.why_no_pictures.reasons))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in found.files(current()).items():
            archive.writestr(name, content)
    label = _("Texts, pictures and a code for the phone")
    st.download_button(label, out.getvalue(), f"{publication}.zip", "application/zip", key="package")


def _down(publication: str) -> None:
    done = say("Noted: it is down.")
    state.act("publication", lambda desk, who: controlling.confirm_taken_down(desk, who, publication), done)
