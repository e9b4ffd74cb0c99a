"""Find and hand out: one box over the signed answers; beside it packs, own handouts, recalls and communities."""

from collections.abc import Callable

import streamlit as st

from publisher.domain.communities import Community
from publisher.domain.people import Role
from publisher.services import communities, handing_out, peers
from publisher.ui import names, rows, state
from publisher.ui.components.finding import find_box
from publisher.ui.components.lists import Row, link_list
from publisher.ui.i18n import NAMES, _, current, moment
from publisher.ui.pages.desk_answer import answer_part
from publisher.ui.pages.desk_asked import alarm_part, send
from publisher.ui.pages.desk_communities import communities_part
from publisher.ui.pages.desk_packs import packs_part
from publisher.ui.pages.desk_recall import recall_part
from publisher.ui.routes import go, href

_KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)
_PEERS = 20  # notes on a page


def page() -> None:
    st.title(_("Find and hand out"))
    state.show_refusals("desk")
    person = state.person()
    places = communities.mine(state.desk(), state.actor())
    parts: dict[str, tuple[str, Callable[[list[Community]], None]]] = {
        "find": (_("Find"), _find),
        "packs": (_("Newcomers’ packs"), packs_part),
        "handouts": (_("Handouts"), _handouts),
        "recall": (_("Recall"), recall_part),
        "communities": (_("Communities"), communities_part),
    }
    if person.has(Role.DOCTOR):
        parts["answer"] = (_("Questions"), answer_part)
    chosen = _chosen(parts)
    if not places and chosen in ("find", "packs"):
        rows.empty("groups", _nowhere(person.has(*_KEEPERS)))
        return
    parts[chosen][1](places)


def _nowhere(keeps: bool) -> str:
    if keeps:
        return _("There is no community yet. Open the first one under “Communities”.")
    return _("You work in no community yet. An editor or an administrator adds you to one.")


def _chosen(parts: dict[str, tuple[str, Callable[[list[Community]], None]]]) -> str:
    """The part stands in the address as its id, so that a link means the same in every language."""
    wanted = st.query_params.get("part", "find")
    if "desk-part" not in st.session_state:
        st.session_state["desk-part"] = wanted if wanted in parts else "find"
    called = {name: label for name, (label, _shown) in parts.items()}
    picked = st.pills(
        _("Find and hand out"),
        list(parts),
        format_func=called.__getitem__,
        key="desk-part",
        label_visibility="collapsed",
        required=True,
        on_change=_turn,
    )
    return picked or "find"


def _turn() -> None:
    st.query_params.from_dict({"part": st.session_state["desk-part"] or "find"})


def _find(places: list[Community]) -> None:
    said = find_box(places, state.person().zone, key="find-box")
    if said.ask is not None:
        send(*said.ask)
    alarm_part()
    _peers(places)


def _peers(places: list[Community]) -> None:
    """What other patients lived through: kept beside, never among the answers, and marked as no doctor's."""
    with st.expander(_("Peer experience"), icon=":material/forum:", key="peers", on_change="rerun") as box:
        if not box.open:
            return
        st.badge(_("Not a doctor’s words, not checked, not searched"), icon=":material/info:", color="orange")
        state.show_refusals("peers")
        spoken = list(dict.fromkeys(one.language for one in places))
        turned = st.session_state.get("peer-page") or 1
        found = peers.notes(state.desk(), state.actor(), spoken, page=turned, size=_PEERS)
        for note in found.items:
            with st.container(border=True, key=f"peer-{note.id}"):
                st.text(note.title)
                st.text(note.text)
                st.caption(f"{note.by} · {moment(note.at, state.person().zone)}")
                if note.removable:
                    with st.popover(_("Remove"), icon=":material/delete:", key=f"peer-out-box-{note.id}"):
                        st.caption(_("Its words are erased for good."))
                        st.button(_("Remove it"), key=f"peer-out-{note.id}", on_click=_remove, args=(note.id,))
        if found.total > _PEERS:
            st.pagination(-(-found.total // _PEERS), key="peer-page")
        with st.form("peer-form", clear_on_submit=True):
            st.text_input(_("Title"), key="peer-title", max_chars=200)
            st.text_area(_("What was lived through, without names"), key="peer-text", max_chars=4000)
            own = current() if current() in spoken else spoken[0]
            st.selectbox(
                _("Language"), spoken, index=spoken.index(own), format_func=NAMES.__getitem__, key="peer-language"
            )
            st.form_submit_button(_("Keep beside"), on_click=_keep, key="peer-keep")


def _keep() -> None:
    language, title, text = (st.session_state[f"peer-{name}"] for name in ("language", "title", "text"))
    state.act("peers", lambda desk, who: peers.keep(desk, who, language, title, text))


def _remove(note: str) -> None:
    state.act("peers", lambda desk, who: peers.remove(desk, who, note))


def _handouts(_places: list[Community]) -> None:
    found = handing_out.listed(state.desk(), state.actor())
    if not found:
        rows.empty("outgoing_mail", _("Nothing was handed out yet. Each copy stands here."))
        return
    zone = state.person().zone
    lines = [
        Row(
            one.id,
            href("library", entry=one.entry),
            one.title,
            None,
            [one.community, names.form(one.form), one.person, moment(one.at, zone)],
            _("No longer stands") if one.fallen else "",
            "stop" if one.fallen else "",
        )
        for one in found
    ]
    entry_of = {one.id: one.entry for one in found}
    if opened := link_list(lines, _("Handouts"), key="handouts"):
        go("library", entry=entry_of[opened])
