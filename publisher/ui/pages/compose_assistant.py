"""Compose's assistant: ask for a draft, watch it come, take it sentence by sentence beside what each rests on."""

import streamlit as st

from publisher.domain.assisting import Task
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.services import assistant_settings, drafting, jobs
from publisher.ui import state
from publisher.ui.i18n import NAMES, _, number
from publisher.ui.names import spoken
from publisher.ui.pages.compose_drafted import drafted
from publisher.ui.routes import go

_PLACE = "assistant"
_TASKS = (Task.OUTLINE, Task.SHORTEN, Task.PLAIN, Task.TITLES, Task.GENERALISE, Task.VIDEO, Task.COMPARE)


def assistant(entry: str) -> None:
    """Closed until somebody wants it: nothing is asked of a model by opening a page."""
    content = drafting.working_copy(state.desk(), state.actor(), entry).content
    with st.expander(_("Assistant"), icon=":material/edit_square:", key="assistant", on_change="rerun") as opened:
        if opened.open:
            state.show_refusals(_PLACE)
            _ask(entry, content)
            _newest(entry)


def _ask(entry: str, content: Content) -> None:
    on = assistant_settings.chosen(state.desk()).on
    st.caption(
        _("A model of your clinic drafts from your signed answers. It never publishes; you take over each sentence.")
        if on
        else _("No model is set up: drafts are your own signed sentences, word for word.")
    )
    kind = Task.DRAFT_ANSWER if content.kind is EntryKind.ANSWER else Task.DRAFT_POST
    offered = [kind, *_TASKS] if on else [kind, Task.OUTLINE]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        task = st.selectbox(_("What to do"), offered, format_func=_task, key="assistant-task", width=280)
        st.button(_("Draft"), icon=":material/draw:", key="assistant-ask", on_click=_asked, args=(entry, task))
        if on:
            others = [one for one in Language if one is not content.language]
            with st.popover(_("Translate"), icon=":material/translate:"):
                to = st.selectbox(_("Into"), others, format_func=NAMES.__getitem__, key="assistant-to")
                st.button(_("Begin the translation"), key="assistant-translate", on_click=_translate, args=(entry, to))
    if made := st.session_state.pop("assistant-made", None):
        go("compose", entry=made)


def _task(task: Task) -> str:
    return {
        Task.DRAFT_ANSWER: _("Draft an answer"),
        Task.DRAFT_POST: _("Draft a post"),
        Task.OUTLINE: _("Make an outline"),
        Task.SHORTEN: _("Make it shorter"),
        Task.PLAIN: _("Say it in plain words"),
        Task.TITLES: _("Propose titles"),
        Task.GENERALISE: _("Take the person out of the question"),
        Task.VIDEO: _("A script for one minute"),
        Task.COMPARE: _("Compare with earlier answers"),
    }.get(task, task.value)


def _asked(entry: str, task: Task) -> None:
    from publisher.services import assisting  # numpy and the models only where they are needed

    state.act(_PLACE, lambda desk, who: assisting.ask(desk, who, entry, task))


def _translate(entry: str, language: Language) -> None:
    from publisher.services import assisting  # numpy and the models only where they are needed

    made = state.act(_PLACE, lambda desk, who: assisting.ask_translation(desk, who, entry, language))
    if made is not None:
        st.session_state["assistant-made"] = made[0]


@st.fragment(run_every=2)
def _newest(entry: str) -> None:
    """Looks by itself, so that a draft appears when the worker has it; closing the tab loses nothing."""
    from publisher.services import assisted  # numpy and the models only where they are needed

    found = assisted.drafts(state.desk(), state.actor(), entry)
    if not found:
        return
    one = found[0]
    if one.state in ("waiting", "running"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(_("Being drafted"), icon=":material/hourglass_top:", color="blue")
            st.text(_("{count} characters").format(count=number(one.written)), width="content")
            st.button(_("Stop"), icon=":material/stop:", key="assistant-stop", on_click=_stop, args=(one.job,))
        return
    for said in one.said:
        st.text(spoken(said))
    if one.state == "done":
        drafted(one)


def _stop(job: str) -> None:
    state.act(_PLACE, lambda desk, who: jobs.cancel(desk, who, job))
