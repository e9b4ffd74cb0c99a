"""Communities: where they are, how full, who works there; editors and administrators open, change and close them."""

import streamlit as st

from publisher.domain.communities import Community, Room
from publisher.domain.people import Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.services import communities, listening, people
from publisher.services.communities import Described
from publisher.services.desk import Actor, Desk
from publisher.services.stages import stages
from publisher.ui import names, rows, state
from publisher.ui.following import changed, follow
from publisher.ui.i18n import NAMES, _, current, number
from publisher.ui.plain import plain

_COLOURS = {Room.FULL: "red", Room.NEARLY_FULL: "orange", Room.FREE: "green", Room.UNKNOWN: "gray"}


def communities_part(places: list[Community]) -> None:
    state.show_refusals("communities")
    keeps = state.person().has(Role.EDITOR, Role.ADMINISTRATOR)
    if keeps:
        with st.expander(_("Open a community"), icon=":material/group_add:", key="new-community"):
            _form(None, places)
    if not places:
        rows.empty("groups", _("There is no community yet."))
    ears = listening.ears(state.desk())
    for one in places:
        _community(one, places, keeps, ears)


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
                    _form(one, places)
                _moderators(one)
                st.button(_("Close it"), icon=":material/lock:", key=f"shut-{one.id}", on_click=_close, args=(one.id,))


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


def _form(one: Community | None, places: list[Community]) -> None:
    key = one.id if one else "new"
    known = {stage.id: stage.name(current()) for stage in stages().stages}
    with st.form(f"community-form-{key}", border=False):
        st.text_input(_("Name of the community"), value=one.name if one else "", key=f"name-{key}", max_chars=120)
        if one is None:
            st.selectbox(_("Language"), list(Language), format_func=NAMES.__getitem__, key="language-new")
        languages = [one.language] if one else list(Language)
        places_known = list(Jurisdiction)
        chosen = places_known.index(one.jurisdiction if one else HOME_JURISDICTION[languages[0]])
        st.selectbox(
            _("Whose law holds"), places_known, chosen, format_func=names.jurisdiction, key=f"jurisdiction-{key}"
        )
        st.text_input(_("Where it is"), value=(one.hint or "") if one else "", key=f"hint-{key}", max_chars=300)
        st.multiselect(
            _("Stages"),
            list(known),
            default=list(one.stages) if one else [],
            format_func=known.__getitem__,
            key=f"stages-{key}",
            placeholder="",
        )
        st.number_input(_("How many it takes"), 0, value=one.capacity if one else None, key=f"capacity-{key}")
        if one is None and places:
            models = {"": "—"} | {each.id: each.name for each in places}
            st.selectbox(_("Begin with the packs of"), list(models), format_func=models.__getitem__, key="like-new")
        st.form_submit_button(_("Save"), on_click=_save, args=(one,), key=f"save-{key}")


def _save(one: Community | None) -> None:
    key = one.id if one else "new"
    said = {name: st.session_state[f"{name}-{key}"] for name in ("name", "jurisdiction", "hint", "stages", "capacity")}
    described = Described(
        said["name"],
        one.language if one else st.session_state["language-new"],
        said["jurisdiction"],
        said["hint"],
        tuple(said["stages"]),
        said["capacity"] or None,
    )
    if one is None:
        like = st.session_state.get("like-new") or None
        done = say("The community is open.")
        state.act("communities", lambda desk, who: communities.add(desk, who, described, like=like), done)
    else:
        state.act("communities", lambda desk, who: communities.change(desk, who, one.id, described), say("Saved."))


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
