"""Communities: where they are, how full, who works there; editors and administrators open, change and close them."""

import streamlit as st

from publisher.domain.communities import Community, Room
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import communities, listening, people
from publisher.services.desk import Actor, Desk
from publisher.ui import names, rows, state
from publisher.ui.following import changed, follow
from publisher.ui.i18n import NAMES, _, number
from publisher.ui.pages.desk_community_form import community_form
from publisher.ui.plain import plain

_COLOURS = {Room.FULL: "red", Room.NEARLY_FULL: "orange", Room.FREE: "green", Room.UNKNOWN: "gray"}


def communities_part(places: list[Community]) -> None:
    state.show_refusals("communities")
    keeps = state.person().has(Role.EDITOR, Role.ADMINISTRATOR)
    if keeps:
        with st.expander(_("Open a community"), icon=":material/group_add:", key="new-community"):
            community_form(None, places)
    if not places:
        rows.empty("groups", _("There is no community yet."))
    ears = listening.ears(state.desk())
    for one in places:
        _community(one, places, keeps, ears)
    if keeps:
        _closed()


def _community(one: Community, places: list[Community], keeps: bool, ears: list[listening.Ear]) -> None:
    with st.container(border=True, key=f"community-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(plain(one.name), width="content", anchor=False)
            st.badge(names.room(one.room), color=_COLOURS[one.room])  # type: ignore[arg-type]
        told = [NAMES[one.language], names.jurisdiction(one.jurisdiction), one.hint or ""]
        if one.capacity is not None:
            counted = number(one.members) if one.members is not None else "?"
            told.append(_("{members} of {capacity}").format(members=counted, capacity=number(one.capacity)))
        st.text(" · ".join(part for part in told if part))
        st.text(listening.told_of(one, ears).text(_))
        if one.room in (Room.NEARLY_FULL, Room.FULL):
            st.text(_("Open the next group in time; it can begin with the packs of this one."))
        with st.container(horizontal=True):
            with st.popover(_("Count"), icon=":material/tag:", key=f"count-{one.id}"):
                st.number_input(_("Members now"), 0, value=one.members or 0, key=f"members-{one.id}")
                st.button(_("Record"), key=f"count-it-{one.id}", on_click=_count, args=(one.id,))
            if keeps:
                with st.popover(_("Change"), icon=":material/edit:", key=f"change-{one.id}"):
                    community_form(one, places)
                _moderators(one)
                with st.popover(_("Close it"), icon=":material/lock:", key=f"shut-box-{one.id}"):
                    st.text(_("Nobody hands out there any more. It can be opened again."))
                    st.button(_("Close it"), type="primary", key=f"shut-{one.id}", on_click=_close, args=(one.id,))


def _closed() -> None:
    """Its name stays taken, and its lists and people are kept: the way back is to open it again."""
    found = communities.closed(state.desk(), state.actor())
    if not found:
        return
    with st.expander(_("Closed communities"), icon=":material/history:", key="closed-communities"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", key=f"closed-{one.id}"):
                st.text(one.name, width="stretch")
                label, icon = _("Open it again"), ":material/lock_open:"
                st.button(label, icon=icon, key=f"reopen-{one.id}", on_click=_reopen, args=(one.id,))


def _moderators(one: Community) -> None:
    held = communities.moderators(state.desk(), state.actor(), one.id)
    called = names.people([each for each in people.people(state.desk(), state.actor()) if each.active])
    follow(f"who-{one.id}", [each for each in held if each in called])
    with st.popover(_("Who works there"), icon=":material/group:", key=f"who-box-{one.id}"):
        st.multiselect(
            _("Who works there"),
            list(called),
            format_func=called.__getitem__,
            key=f"who-{one.id}",
            on_change=_set_moderators,
            args=(one.id,),
            placeholder="",
        )


def _count(community: str) -> None:
    members = int(st.session_state[f"members-{community}"])
    state.act("communities", lambda desk, who: communities.count_members(desk, who, community, members))


def _set_moderators(community: str) -> None:
    def save(desk: Desk, who: Actor) -> object:
        wanted = changed(f"who-{community}", communities.moderators(desk, who, community))
        return communities.set_moderators(desk, who, community, wanted)

    state.act("communities", save)


def _close(community: str) -> None:
    state.act("communities", lambda desk, who: communities.close(desk, who, community), say("The community is closed."))


def _reopen(community: str) -> None:
    done = say("The community is open again.")
    state.act("communities", lambda desk, who: communities.reopen(desk, who, community), done)
