"""Beside a draft: the closest signed answers, what agrees and differs, and possible conflicts with them.

Computed aside from the words that are saved, so that it never holds up typing; one click quotes or replaces.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import streamlit as st

from publisher.domain.entries import Content
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services import drafting, quoting, resolving
from publisher.services.desk import Actor, Desk
from publisher.ui import compared, state
from publisher.ui.i18n import _, day
from publisher.ui.pages.conflict_parts import side_by_side
from publisher.ui.routes import href

if TYPE_CHECKING:
    from publisher.services.conflicts import Beside, Conflict
    from publisher.services.retrieval import Found
    from vectorstore.match import Decision

_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="consistency")
_PLACE, _SHOWN = "consistency", 400


@st.fragment(run_every=2.5)
def said_before(entry: str) -> None:
    """Runs by itself, apart from the editor."""
    if st.session_state.pop("quoted", False):
        st.rerun()  # the editor takes in what was added
    content = drafting.working_copy(state.desk(), state.actor(), entry).content
    found = _found(entry, content)
    if found is None:
        return
    state.show_refusals(_PLACE)
    if found.conflicts:
        st.header(_("Possible conflicts with past answers"))
        for number, conflict in enumerate(found.conflicts):
            _conflict(number, conflict)
    if found.closest:
        st.header(_("Said before"))
        for one, decision in found.closest:
            _answer(entry, one, decision)


def _found(entry: str, content: Content) -> "Beside | None":
    """What was found for the saved words; while it is looked for, what was found for the words before."""
    wanted = (entry, content.language, content.title, content.question, content.body)
    kept: dict[str, Any] = st.session_state.setdefault("said-before", {})
    if kept.get("entry") != entry:
        kept.clear()
        kept["entry"] = entry
    waiting: Future[Beside] | None = kept.get("waiting")
    if waiting is not None and waiting.done():
        kept["waiting"] = None
        error = waiting.exception()
        kept["found"] = None if error else waiting.result()
        if error is not None:
            state.log.warning("not_compared", kind=type(error).__name__)
    if kept.get("asked") != wanted and kept.get("waiting") is None:
        kept["asked"] = wanted
        kept["waiting"] = _ASIDE.submit(_look, state.desk(), content, entry, state.person().id)
    return kept.get("found")


def _look(desk: Desk, content: Content, entry: str, author: str) -> "Beside":
    from publisher.services import conflicts  # numpy and the models only where they are needed

    return conflicts.beside(desk, content, but=entry, author=author)


def _conflict(number: int, conflict: "Conflict") -> None:
    one, answer = conflict.found, conflict.answer
    with st.container(border=True, key=f"conflict-{number}"):
        side_by_side(one.kind, (one.said_a, one.said_b), one.a.text, one.b.text, _whose(answer))
        own = answer.author in (None, state.person().id)
        if own or state.person().has(Role.REVIEWER):
            with st.popover(_("Both may stand"), icon=":material/check:", key=f"stand-box-{number}"):
                key = f"stand-why-{conflict.record}"
                st.text_input(_("Why both may stand"), key=key, max_chars=500)
                st.button(_("Record"), key=f"stand-{number}", on_click=_dismiss, args=(conflict, key))


def _dismiss(conflict: "Conflict", key: str) -> None:
    from publisher.services import conflicts  # numpy and the models only where they are needed

    reason = st.session_state[key]
    _act(
        lambda desk, who: conflicts.dismiss(desk, who, conflict, reason), say("Recorded. This pair is not shown again.")
    )


def _answer(entry: str, one: "Found", decision: "Decision") -> None:
    with st.container(border=True, key=f"said-{one.answer}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            same = decision.same
            st.badge(_("The same question") if same else _("A related question"), color="green" if same else "gray")
            st.link_button(one.question, href("library", entry=one.answer), type="tertiary")
        st.caption(_whose(one))
        st.text(one.text if len(one.text) <= _SHOWN else one.text[:_SHOWN] + "…")
        for label, aspects in ((_("Agrees: {what}"), decision.agrees), (_("Differs: {what}"), decision.differs)):
            if aspects:
                st.text(label.format(what=", ".join(compared.aspect(one) for one in aspects)))
        with st.container(horizontal=True):
            st.button(
                _("Quote"),
                icon=":material/format_quote:",
                key=f"quote-{one.answer}",
                on_click=_quote,
                args=(entry, one.answer),
            )
            if one.author == state.person().id and state.person().has(Role.DOCTOR):
                st.button(
                    _("Replace the old answer"),
                    icon=":material/published_with_changes:",
                    key=f"over-{one.answer}",
                    on_click=_replace,
                    args=(entry, one.answer),
                )


def _whose(one: "Found") -> str:
    if one.signed_by is None or one.signed_at is None:
        return _("{title} · imported, unsigned").format(title=one.question)
    return _("signed by {name}, {time}").format(name=one.signed_by, time=day(one.signed_at.date()))


def _quote(entry: str, answer: str) -> None:
    if (
        _act(lambda desk, who: quoting.quote(desk, who, entry, answer), say("Quoted at the end of the text."))
        is not None
    ):
        st.session_state["quoted"] = True


def _replace(entry: str, answer: str) -> None:
    done = say("When this is signed, the old answer is replaced and taken back.")
    _act(lambda desk, who: resolving.replace(desk, who, entry, answer), done)


def _act(call: Callable[[Desk, Actor], Any], done: Sentence) -> Any:
    result = state.act(_PLACE, call, done)
    st.session_state.pop("said-before", None)
    return result
