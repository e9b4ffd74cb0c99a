"""Beside a draft: the closest signed answers, what agrees and differs, and possible conflicts with them.

Computed aside from the words that are saved, so that it never holds up typing; one click quotes or replaces.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import streamlit as st

from publisher.domain.entries import Content
from publisher.domain.errors import ConfigurationError
from publisher.domain.people import Role
from publisher.domain.sentences import Sentence, say
from publisher.services import beside, drafting, quoting, resolving
from publisher.services.beside import Beside
from publisher.services.desk import Actor, Desk
from publisher.services.resolving import Pair
from publisher.ui import compared, state
from publisher.ui.i18n import _, day
from publisher.ui.pages.conflict_parts import side_by_side
from publisher.ui.routes import href

if TYPE_CHECKING:
    from publisher.services.conflicts import Conflict
    from publisher.services.retrieval import Found
    from vectorstore.match import Decision

_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="consistency")
_PLACE, _SHOWN = "consistency", 400
_READ_SECONDS = 20  # a refusal stays this long: the panel runs again by itself before anybody has read it


@st.fragment(run_every=2.5)
def said_before(entry: str) -> None:
    """Runs by itself, apart from the editor."""
    if st.session_state.pop("quoted", False):
        st.rerun()  # the editor takes in what was added
    content = drafting.working_copy(state.desk(), state.actor(), entry).content
    found = _found(entry, content)
    state.show_refusals(_PLACE, seconds=_READ_SECONDS)
    if isinstance(found, ConfigurationError):
        st.text(_("This text cannot be compared with what was said before: {why}").format(why=found))
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
            _answer(entry, one, decision)


def _found(entry: str, content: Content) -> Beside | ConfigurationError | None:
    """What was found for the saved words, as far as it still stands; meanwhile what was found for the words before.

    It is looked for again when the words, or whom they are kept for, change and when somebody signs something.
    """
    wanted = (entry, content, beside.mark(state.desk()))
    kept: dict[str, Any] = st.session_state.setdefault("said-before", {})
    if kept.get("entry") != entry:
        kept.clear()
        kept["entry"] = entry
    waiting: Future[Beside] | None = kept.get("waiting")
    if waiting is not None and waiting.done():
        kept["waiting"] = None
        error = waiting.exception()
        kept["found"] = waiting.result() if error is None else error if isinstance(error, ConfigurationError) else None
        if error is not None:
            state.log.warning("not_compared", kind=type(error).__name__)
    if kept.get("asked") != wanted and kept.get("waiting") is None:
        kept["asked"] = wanted
        kept["waiting"] = _ASIDE.submit(beside.look, state.desk(), content, but=entry, author=state.person().id)
    found = kept.get("found")
    return beside.as_it_is_now(state.desk(), entry, found) if isinstance(found, Beside) else found


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
    st.session_state.pop("said-before", None)
    return result
