"""Beside a draft: the closest signed answers, what agrees and differs, and possible conflicts with them.

Computed aside from the words that are saved, so that it never holds up typing; one click quotes or replaces.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from publisher.domain.errors import ConfigurationError
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services import drafting, quoting, resolving
from publisher.services.desk import Actor, Desk
from publisher.services.resolving import Pair
from publisher.ui import compared, state
from publisher.ui.i18n import _, day
from publisher.ui.pages.compose_looking import look, look_again
from publisher.ui.pages.conflict_parts import side_by_side
from publisher.ui.pages.planned_replacement import planned
from publisher.ui.plain import plain
from publisher.ui.routes import href

if TYPE_CHECKING:
    from publisher.services.conflicts import Conflict
    from publisher.services.retrieval import Found
    from vectorstore.match import Decision

_PLACE, _SHOWN = "consistency", 400
_READ_SECONDS = 20  # a refusal stays this long: the panel runs again by itself before anybody has read it


@st.fragment(run_every=2.5)
def said_before(entry: str) -> None:
    """Runs by itself, apart from the editor."""
    if st.session_state.pop("quoted", False):
        st.rerun()  # the editor takes in what was added
    content = drafting.working_copy(state.desk(), state.actor(), entry).content
    found = look(entry, content)
    state.show_refusals(_PLACE, seconds=_READ_SECONDS)
    going = {one.answer for one in planned(entry, _PLACE)}
    if isinstance(found, BaseException):
        why = found if isinstance(found, ConfigurationError) else _("the search failed; it is tried again.")
        st.text(compared.not_compared(why))
        return
    if found is None:
        return
    if found.conflicts:
        st.header(_("Possible conflicts with past answers"))
        for conflict in found.conflicts:
            _conflict(entry, conflict)
    if found.closest:
        st.header(_("Said before"))
        for one, decision in found.closest:
            _answer(entry, one, decision, replaces=one.answer in going)


def _conflict(entry: str, conflict: "Conflict") -> None:
    one, answer = conflict.found, conflict.answer
    pair = Pair(entry, answer.answer, conflict.record, one.kind)
    name = f"{answer.answer}-{conflict.record}"
    with st.container(border=True, key=f"conflict-{name}"):
        side_by_side(one.kind, (one.said_a, one.said_b), one.a.text, one.b.text, _whose(answer))
        if resolving.may_judge(state.desk(), state.actor(), entry, answer.answer):
            with st.popover(_("Both may stand"), icon=":material/check:", key=f"stand-box-{name}"):
                key = f"stand-why-{name}"
                st.text_input(_("Why both may stand"), key=key, max_chars=500)
                st.button(_("Record"), key=f"stand-{name}", on_click=_let_stand, args=(pair, key))


def _let_stand(pair: Pair, key: str) -> None:
    reason, done = st.session_state[key], say("Recorded. This pair is not shown again.")
    _act(lambda desk, who: resolving.let_pair_stand(desk, who, pair, reason), done)


def _answer(entry: str, one: "Found", decision: "Decision", *, replaces: bool) -> None:
    with st.container(border=True, key=f"said-{one.answer}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            same = decision.same
            st.badge(_("The same question") if same else _("A related question"), color="green" if same else "gray")
            st.link_button(plain(one.question), href("library", entry=one.answer), type="tertiary")
        st.caption(plain(_whose(one)))
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
            if not replaces and one.author == state.person().id and state.person().has(Role.DOCTOR):
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
    return _("signed by {name}, {time}").format(name=one.signed_by, time=day(state.desk().here(one.signed_at).date()))


def _quote(entry: str, answer: str) -> None:
    done = say("Quoted at the end of the text.")
    if _act(lambda desk, who: quoting.quote(desk, who, entry, answer), done) is not None:
        st.session_state["quoted"] = True


def _replace(entry: str, answer: str) -> None:
    done = say("As soon as this may be shown, the old answer is replaced and taken back.")
    _act(lambda desk, who: resolving.replace(desk, who, entry, answer), done)


def _act(call: Callable[[Desk, Actor], Any], done: Sentence) -> Any:
    result = state.act(_PLACE, call, done)
    look_again()
    return result
