"""What stands with the words of a draft: language, audience, review date, stages, and the facts a rule may ask for."""

from datetime import timedelta
from typing import Any

import streamlit as st

from publisher.domain.checking import Flag
from publisher.domain.entries import Content, WorkingCopy
from publisher.domain.errors import EditConflict
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.sentences import say
from publisher.services import drafting
from publisher.services.desk import Actor, Desk
from publisher.ui import names, state
from publisher.ui.following import follow
from publisher.ui.i18n import NAMES, _, current, day_format
from publisher.ui.pages.compose_consent import consent
from publisher.ui.stages import stage_names

_FROM_RECORDS = (Flag.AUTHOR_UNVERIFIED, Flag.CONSENT_RECORDED)  # facts of the records, never a box to tick
_ASKED = tuple(flag for flag in Flag if flag not in _FROM_RECORDS)
CHANGED = say("Somebody changed this elsewhere meanwhile; look at it again.")


def details(copy: WorkingCopy) -> None:
    content = copy.content
    with st.expander(_("About this text"), icon=":material/tune:", key="details"):
        state.show_refusals("details")
        left, right = st.columns(2, gap="large")
        with left:
            _facts(copy)
        with right:
            _dates(copy)
        key = _key(copy, "flags")
        follow(key, [flag for flag in content.flags if flag in _ASKED])
        st.multiselect(
            _("What holds for this text"),
            _ASKED,
            format_func=names.flag,
            placeholder=_("Nothing special"),
            wrap=True,
            key=key,
            on_change=_keep,
            args=(copy, "flags", key),
        )
        if Flag.PATIENT_MATERIAL in content.flags:
            consent(copy.entry)


def _facts(copy: WorkingCopy) -> None:
    content = copy.content
    key = _key(copy, "language")
    st.selectbox(
        _("Language of the text"),
        list(Language),
        index=list(Language).index(content.language),
        format_func=NAMES.__getitem__,
        key=key,
        on_change=_keep,
        args=(copy, "language", key),
    )
    key = _key(copy, "jurisdictions")
    follow(key, [one for one in content.jurisdictions if one is not Jurisdiction.INT])
    st.multiselect(
        _("Where its readers are"),
        [one for one in Jurisdiction if one is not Jurisdiction.INT],
        format_func=names.jurisdiction,
        placeholder=_("By the language"),
        key=key,
        on_change=_keep,
        args=(copy, "jurisdictions", key),
    )


def _dates(copy: WorkingCopy) -> None:
    content, today = copy.content, state.desk().today(state.person().zone)
    key = _key(copy, "review_by")
    st.date_input(
        _("Review by"),
        value=content.review_by,
        min_value=min(today, content.review_by or today),
        max_value=today + timedelta(days=5 * 366),
        format=day_format(),
        key=key,
        on_change=_keep,
        args=(copy, "review_by", key),
    )
    labels = {stage: said.get(current()) or said["en"] for stage, said in stage_names().items()}
    known = [*labels, *(one for one in content.stages if one not in labels)]
    key = _key(copy, "stages")
    follow(key, content.stages)
    st.multiselect(
        _("Stages of its readers"),
        known,
        format_func=lambda one: labels.get(one, one),
        placeholder=_("Any stage"),
        wrap=True,
        key=key,
        on_change=_keep,
        args=(copy, "stages", key),
    )


def _key(copy: WorkingCopy, field: str) -> str:
    return f"{field}-{copy.entry}"


def _keep(shown: WorkingCopy, field: str, key: str) -> None:
    """Save one field under the newest version, unless that very field was changed elsewhere since it was shown."""
    value = st.session_state[key]
    plain: Any = [str(one) for one in value] if isinstance(value, list) else value

    def save(desk: Desk, who: Actor) -> WorkingCopy:
        newest = drafting.working_copy(desk, who, shown.entry)
        if _of(newest.content, field) != _of(shown.content, field):
            raise EditConflict(CHANGED)
        return drafting.save_working_copy(desk, who, shown.entry, {field: plain}, newest.version)

    state.act("details", save)


def _of(content: Content, field: str) -> Any:
    return getattr(content, field)
