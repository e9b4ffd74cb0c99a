"""Newcomers' packs: the list of a stage in its order, taken away with one more click; its keepers change it here."""

import streamlit as st

from publisher.domain.communities import Community
from publisher.domain.entries import EntryStatus
from publisher.domain.handouts import Form
from publisher.domain.sentences import say
from publisher.services import library, newcomers
from publisher.services.newcomers import Line, Pack, Taken
from publisher.services.stages import stages
from publisher.ui import names, state
from publisher.ui.components.reading import copyable
from publisher.ui.i18n import _, current
from publisher.ui.plain import plain

_FORMS = (Form.TEXT, Form.CARD, Form.PDF, Form.PAGE)
_TO_ADD = (EntryStatus.SIGNED, EntryStatus.LIVE, EntryStatus.SCHEDULED, EntryStatus.DUE)


def packs_part(places: list[Community]) -> None:
    state.show_refusals("packs")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        called = {one.id: one.name for one in places}
        community = st.selectbox(
            _("Community"),
            list(called),
            index=next((place for place, one in enumerate(places) if one.language is current()), 0),
            format_func=called.__getitem__,
            key="pack-community",
            width=260,
        )
        _by_clock()
    place = next(one for one in places if one.id == community)
    every = stages().stages
    own = {one.id for one in every if one.id in place.stages} or {one.id for one in every}
    found = st.session_state.get("pack-stage")  # the clock may have led to one that this group is not for
    known = {one.id: one.name(current()) for one in every if one.id in own or one.id == found}
    stage = st.pills(_("Stage"), list(known), format_func=known.__getitem__, key="pack-stage")
    if stage is None:
        st.text(_("Choose the newcomer’s stage, or write how far she is."))
        return
    if stage not in own:
        told = _("“{community}” is for other stages than “{stage}”.")
        st.warning(plain(told.format(community=place.name, stage=known[stage])))
    _pack(newcomers.pack(state.desk(), state.actor(), community, stage))


def _by_clock() -> None:
    """Weeks, months or days lead to the stage; the edge between two stages is never a person's to guess."""
    with st.popover(_("How far is she?"), icon=":material/schedule:"):
        clocks = {name: said.get(current().value, name) for name, said in stages().clocks.items()}
        st.selectbox(_("Counted from"), list(clocks), format_func=clocks.__getitem__, key="pack-clock")
        st.text_input(_("Time since then, such as 19w6d or 45d"), key="pack-time", on_change=_set_stage)


def _set_stage() -> None:
    clock, said = st.session_state["pack-clock"], st.session_state["pack-time"]
    found = state.act("packs", lambda _desk, _who: newcomers.stage_for(clock, said))
    if found is not None:
        st.session_state["pack-stage"] = found.id


def _pack(pack: Pack) -> None:
    keeps = state.person().has(*newcomers.KEEPERS)
    st.header(pack.title)
    for place, line in enumerate(pack.lines, start=1):
        _line(pack, place, line, keeps=keeps)
    if pack.standing:
        with st.container(horizontal=True):
            for form in _FORMS:
                label = names.form(form)
                st.button(label[:1].upper() + label[1:], key=f"take-{form.value}", on_click=_take, args=(pack, form))
    else:
        st.text(_("Nothing in this list stands now; add signed answers to it."))
    _taken(pack)
    if keeps:
        _add(pack)


def _line(pack: Pack, place: int, line: Line, *, keeps: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"line-{line.entry}"):
        st.text(f"{place}. {line.title}", width="stretch")
        if line.fallen:
            st.badge(" ".join(names.spoken(one) for one in line.fallen), color="red")
        if not keeps:
            return
        with st.container(horizontal=True, width="content"):  # the three stay together on a phone
            for label, icon, by in (
                (_("Up"), "arrow_upward", -1),
                (_("Down"), "arrow_downward", 1),
                (_("Out"), "close", 0),
            ):
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    type="tertiary",
                    key=f"move-{by}-{line.entry}",
                    on_click=_move,
                    args=(pack, line.entry, by),
                )


def _move(pack: Pack, entry: str, by: int) -> None:
    state.act("packs", lambda desk, who: newcomers.move(desk, who, pack.community.id, pack.stage.id, entry, by))


def _take(pack: Pack, form: Form) -> None:
    done = say("On record. It is ready below.")
    taken = state.act(
        "packs", lambda desk, who: newcomers.take(desk, who, pack.community.id, pack.stage.id, form), done
    )
    st.session_state["pack-taken"] = (pack.community.id, pack.stage.id, taken) if taken else None


def _taken(pack: Pack) -> None:
    held = st.session_state.get("pack-taken")
    if not held or held[:2] != (pack.community.id, pack.stage.id):
        return
    taken: Taken = held[2]
    if not newcomers.still_holds(state.desk(), state.actor(), pack.community.id, pack.stage.id, taken):
        del st.session_state["pack-taken"]
        return
    if taken.copied.picture:
        st.image(taken.copied.picture, width=320)
        st.download_button(_("Save the picture"), taken.copied.picture, f"{pack.stage.id}.png", "image/png")
    if taken.file:
        st.download_button(_("Save the file"), taken.file, f"{pack.stage.id}.pdf", "application/pdf")
    copyable(taken.copied.text, key="pack-text", language=pack.community.language)


def _add(pack: Pack) -> None:
    with st.expander(_("Add to this list"), icon=":material/playlist_add:", key="pack-add", on_change="rerun") as box:
        if not box.open:
            return
        words = st.text_input(_("Words in title, question or text"), key="pack-words", type="search", live="250ms")
        held = {line.entry for line in pack.lines}
        found = library.entries(
            state.desk(), state.actor(), words=words or "", language=pack.community.language, among=_TO_ADD, size=40
        ).items
        offered = [row for row in found if row.id not in held][:8]
        if not offered:
            st.text(_("No signed text has these words."))
        for one in offered:
            st.button(plain(one.title), icon=":material/add:", key=f"put-{one.id}", on_click=_put, args=(pack, one.id))


def _put(pack: Pack, entry: str) -> None:
    state.act("packs", lambda desk, who: newcomers.put(desk, who, pack.community.id, pack.stage.id, entry))
