"""What is said of a community when it is opened or changed: its name, language, law, stages and room."""

import streamlit as st

from publisher.domain.communities import Community
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.services import communities
from publisher.services.communities import Described
from publisher.services.stages import stages
from publisher.ui import names, state
from publisher.ui.i18n import NAMES, _, current


def community_form(one: Community | None, places: list[Community]) -> None:
    """For a community, or a new one. A stage that editors have taken away is left out, and gone once it is saved."""
    key = one.id if one else "new"
    known = {stage.id: stage.name(current()) for stage in stages().stages}
    if f"name-{key}" not in st.session_state:  # drawn anew: what is changed is told by what was shown
        st.session_state[f"shown-{key}"] = one
    with st.form(f"community-form-{key}", border=False):
        st.text_input(_("Name of the community"), value=one.name if one else "", key=f"name-{key}", max_chars=120)
        if one is None:
            st.selectbox(_("Language"), list(Language), format_func=NAMES.__getitem__, key="language-new")
        _law(one, key)
        st.text_input(_("Where it is"), value=(one.hint or "") if one else "", key=f"hint-{key}", max_chars=300)
        st.multiselect(
            _("Stages"),
            list(known),
            default=[stage for stage in one.stages if stage in known] if one else [],
            format_func=known.__getitem__,
            key=f"stages-{key}",
            placeholder="",
        )
        st.number_input(_("How many it takes"), 0, value=one.capacity if one else None, key=f"capacity-{key}")
        if one is None and places:
            models = {"": "—"} | {each.id: each.name for each in places}
            st.selectbox(_("Begin with the packs of"), list(models), format_func=models.__getitem__, key="like-new")
        st.form_submit_button(_("Save"), on_click=_save, args=(one,), key=f"save-{key}")


def _law(one: Community | None, key: str) -> None:
    """Inside a form nothing follows the language that is chosen, so a new community's law is its language's."""
    laws = {law.value: names.jurisdiction(law) for law in Jurisdiction}
    if one is None:
        laws = {"": _("That of its language")} | laws
    chosen = list(laws).index(one.jurisdiction.value) if one else 0
    st.selectbox(_("Whose law holds"), list(laws), chosen, format_func=laws.__getitem__, key=f"jurisdiction-{key}")


def _save(one: Community | None) -> None:
    key = one.id if one else "new"
    said = {name: st.session_state[f"{name}-{key}"] for name in ("name", "jurisdiction", "hint", "stages", "capacity")}
    described = Described(
        said["name"],
        one.language if one else st.session_state["language-new"],
        Jurisdiction(said["jurisdiction"]) if said["jurisdiction"] else None,
        said["hint"].strip() or None,
        tuple(said["stages"]),
        said["capacity"] or None,
    )
    if one is None:
        like = st.session_state.get("like-new") or None
        done = say("The community is open.")
        state.act("communities", lambda desk, who: communities.add(desk, who, described, like=like), done)
    else:
        shown = st.session_state[f"shown-{key}"]
        saved = state.act(
            "communities", lambda desk, who: communities.change(desk, who, one.id, described, shown), say("Saved.")
        )
        if saved is not None:
            for name in said:  # drawn from what is stored, which may be others' in what she left as it was
                del st.session_state[f"{name}-{key}"]
