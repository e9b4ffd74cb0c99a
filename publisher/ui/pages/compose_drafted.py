"""A draft in Compose: each sentence beside what it rests on, what changed since, and the claims to confirm."""

from typing import TYPE_CHECKING

import streamlit as st

from publisher.domain.assisting import DraftSentence, Mark, Task
from publisher.domain.people import Role
from publisher.services import assistant_claims
from publisher.ui import state
from publisher.ui.i18n import _, ngettext
from publisher.ui.plain import plain

if TYPE_CHECKING:
    from publisher.services.assisted import Assisted

_PLACE = "assistant"


def drafted(one: "Assisted") -> None:
    left = [place for place in range(len(one.sentences)) if place not in one.accepted]
    clean = [place for place in left if not one.sentences[place].marks]
    if one.task is not Task.COMPARE and clean:
        told = ngettext("Take {count} unmarked sentence", "Take {count} unmarked sentences", len(clean))
        st.button(
            told.format(count=len(clean)),
            icon=":material/done_all:",
            key="assistant-all",
            on_click=_take,
            args=(one.id, clean, False),
        )
    texts = {name: text for origin in one.origins for name, text in origin.passages.items()}
    titles = {origin.id: origin.title for origin in one.origins}
    for place, sentence in enumerate(one.sentences):
        with st.container(border=True):
            here, there = st.columns([3, 2])
            with here:
                _sentence(one, place, sentence)
            with there:
                for name in sentence.ids:
                    st.caption(plain(" · ".join(part for part in (name, titles.get(name.split(".")[0], "")) if part)))
                    st.text(texts.get(name, ""))
    for name in one.left_out:
        st.badge(_("Left out"), icon=":material/warning:", color="orange")
        st.text(texts.get(name, name))
    if one.accepted:
        _changed(one)
        _claims(one)


def _sentence(one: "Assisted", place: int, sentence: DraftSentence) -> None:
    st.text(sentence.text)
    for marked in dict.fromkeys(sentence.marks):
        words = plain(f": {marked.words}") if marked.words else ""
        st.badge(_mark_name(marked.mark) + words, color="red" if sentence.red else "orange")
    if place in one.accepted:
        st.badge(_("Taken over"), icon=":material/check:", color="green")
    elif one.task is not Task.COMPARE:
        label = _("I checked it: take it") if sentence.marks else _("Take")
        st.button(label, key=f"take-{one.id}-{place}", on_click=_take, args=(one.id, [place], bool(sentence.marks)))


def _take(draft: str, places: list[int], checked: bool) -> None:
    from publisher.services import assisted  # numpy and the models only where they are needed

    if state.act(_PLACE, lambda desk, who: assisted.accept(desk, who, draft, places, checked=checked)) is not None:
        st.session_state["quoted"] = True  # the editor takes in what was added


def _changed(one: "Assisted") -> None:
    """Sentence by sentence, what a person made of the draft."""
    from publisher.services import assistant_changes  # numpy and the models only where they are needed

    told = assistant_changes.changes(state.desk(), state.actor(), one.id)
    different = [each for each in told if each.what != "kept"]
    st.header(_("Since the draft"))
    if not different:
        st.text(_("Nothing was changed: the text stands as it was drafted."))
    for each in different:
        before, now = st.columns(2)
        before.caption(_("Draft"))
        before.text(each.before or "—")
        now.caption(_("Now"))
        now.text(each.now or "—")


def claims_waiting(entry: str) -> None:
    """For Sign: the claims of a draft that stands unedited, if there are any."""
    if assistant_claims.waiting(state.desk(), state.actor(), entry) is None:
        return
    from publisher.services import assisted  # numpy and the models only where they are needed

    for one in assisted.drafts(state.desk(), state.actor(), entry):
        _claims(one)


def _claims(one: "Assisted") -> None:
    """A text that nobody edited is signed only when each claim was confirmed."""
    waiting = assistant_claims.waiting(state.desk(), state.actor(), one.entry)
    if waiting is None or waiting.draft != one.id or not state.person().has(Role.DOCTOR):
        return
    st.header(_("Confirm its claims"))
    st.text(_("Before you sign: tick each one when you have seen it in its source."))
    for place in waiting.claims:
        st.checkbox(
            plain(one.sentences[place].text),
            value=place in one.ticked,
            disabled=place in one.ticked,
            key=f"claim-{one.id}-{place}",
            on_change=_confirm,
            args=(one.id, place),
        )


def _confirm(draft: str, place: int) -> None:
    state.act(_PLACE, lambda desk, who: assistant_claims.confirm(desk, who, draft, [place]))


def _mark_name(mark: Mark) -> str:
    return {
        Mark.NO_SOURCE: _("Names no source"),
        Mark.UNKNOWN_SOURCE: _("Names a source that does not exist"),
        Mark.NUMBER: _("Not in its source"),
        Mark.NEGATION: _("Denies what its source does not"),
        Mark.LOST_NUMBER: _("A number of its source is missing"),
        Mark.LOST_NEGATION: _("A “not” of its source is missing"),
        Mark.LANGUAGE: _("In another language"),
        Mark.CONTACT: _("A contact that is in no source"),
        Mark.UNSUPPORTED: _("Far from its source"),
        Mark.RULE: _("Stopped by a rule"),
    }[mark]
