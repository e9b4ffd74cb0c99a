"""What a person copies to somebody in need, and where care is found, by the country of whoever asks."""

import streamlit as st

from publisher.domain.places import Jurisdiction, Language
from publisher.services import replies
from publisher.services.inbox import GroupView
from publisher.ui import names, state
from publisher.ui.components.reading import copyable
from publisher.ui.i18n import _, day


def care(view: GroupView) -> None:
    """The fixed texts a person copies, and where care is found. Nothing is sent from here."""
    flags = tuple(dict.fromkeys(flag for one in (*view.members, *view.apart) for flag in one.flags))
    asked_in = [one.community for one in (*view.members, *view.apart)]
    places = replies.places_of(state.desk(), view.language, asked_in)
    with st.expander(_("Texts to copy, and where to find care"), icon=":material/emergency:", expanded=bool(flags)):
        for place in places:
            if len(places) > 1:
                st.subheader(names.jurisdiction(place), anchor=False)
            care_in(view.language, flags, place)


def care_in(language: Language, flags: tuple[str, ...], place: Jurisdiction, *, crisis: bool = False) -> None:
    """In one country: the texts for these red flags and for a crisis, and the numbers and doctors there."""
    found = replies.texts(state.desk(), language, flags, place, crisis=crisis) if flags or crisis else []
    for number, text in enumerate(found):  # two flags may share a text, each with its own line
        copyable(text.text, f"copy-{text.id}-{number}-{place.value}", language)
    way = replies.way_to_care(state.desk(), language, place)
    lines = [
        (_("Ambulance"), way.ambulance),
        (_("Emergency"), way.emergency),
        (_("Appointments"), way.booking_page),
        (_("Internet hospital"), way.internet_hospital),
        (_("Doctors with a checked licence"), "; ".join(way.doctors)),
    ]
    st.text("\n".join(f"{name}: {value}" for name, value in lines if value))
    told = _("The numbers must be checked again by {day}. The texts are not yet signed off by a professional.")
    st.caption(told.format(day=day(way.checked_until)))
