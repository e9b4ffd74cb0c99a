"""The middle of Compose: the editor with live findings, the previews, and the step to a finished version."""

import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st

from publisher.channels.contract import Rendered
from publisher.domain.checking import PackVersion, Verdict
from publisher.domain.entries import Content, WorkingCopy
from publisher.domain.errors import Refusal
from publisher.domain.people import Role
from publisher.domain.places import Jurisdiction
from publisher.domain.sentences import say
from publisher.services import accounts, checking, drafting, people, previews
from publisher.services.desk import Actor, Desk
from publisher.services.views import EntryView
from publisher.ui import channel_names, names, state
from publisher.ui.components import editor as editing
from publisher.ui.components.lists import finding_list
from publisher.ui.components.reading import copyable, reader
from publisher.ui.i18n import _, current, number
from publisher.ui.pages.compose_details import details
from publisher.ui.routes import go
from publisher.web.drafts import DraftTokens

SETTLE_TRIES, SETTLE_SECONDS = 120, 0.06  # a busy machine takes seconds to save
_COLOURS = {Verdict.PASS: "green", Verdict.WARN: "orange", Verdict.REVIEW: "orange", Verdict.BLOCK: "red"}


@lru_cache(maxsize=4)
def _tokens(key_file: Path) -> DraftTokens:
    return DraftTokens(key_file)


def words_now(copy: WorkingCopy) -> tuple[Content, str | None]:
    """The content as it stands in the browser, and the name under which the browser sent it."""
    typed = editing.typed(copy.entry)
    if typed is None:
        return copy.content, None
    sources = tuple(line.strip() for line in typed.sources.split("\n") if line.strip())
    question = typed.question or None
    changed = replace(copy.content, title=typed.title, question=question, body=typed.body, sources=sources)
    return changed, typed.sequence


@st.fragment
def writing(entry: str) -> None:
    """Runs alone while somebody types: check what was typed, mark it, list what was found."""
    if state.page_lags():
        st.rerun()
    desk, person = state.desk(), state.person()
    copy = drafting.working_copy(desk, state.actor(), entry)
    content, sequence = words_now(copy)
    report = checking.check_words(desk, content, author=person, entry=entry) if content.body.strip() else None
    by = {one.id: one.name for one in people.people(desk, state.actor())}.get(copy.saved_by, "")
    left, right = st.columns([3, 2], gap="large")
    with left:
        editing.editor(copy, person.id, _tokens(desk.settings.key_file).token(person.id, entry), report, sequence, by)
        details(copy)
        _preview(content, entry)
    with right:
        st.header(_("Check"))
        if report is None:
            st.text(_("What the rules say appears here while you write."))
            return
        st.badge(names.verdict(report.verdict), color=_COLOURS[report.verdict])  # type: ignore[arg-type]
        if report.findings:
            finding_list(report, key=f"findings-{entry}", document=entry)
        if report.disclaimers:
            st.text(_("Added to what is published:"))
            for disclaimer in report.disclaimers:
                with st.container(border=True):
                    st.text(disclaimer.text)
        st.caption(" · ".join(_pack(pack) for pack in report.packs))


def _pack(pack: PackVersion) -> str:
    read = _("reviewed") if pack.status == "reviewed" else _("unreviewed")
    return f"{names.jurisdiction(Jurisdiction(pack.id))} {pack.version} ({read})"


def _preview(content: Content, entry: str) -> None:
    """What would leave, byte for byte, when asked for: rendering on every key would cost too much."""
    with st.expander(_("Preview"), icon=":material/preview:", key="preview", on_change="rerun") as opened:
        if not opened.open:
            return
        desk, person = state.desk(), state.person()
        found = accounts.accounts(desk, state.actor())
        labels = {row.kind: row.label.get(current()) or row.label["en"] for row in found}
        kind = st.selectbox(_("Channel"), list(labels), format_func=labels.__getitem__, key="preview-kind")
        try:
            rendered = previews.preview(desk, content, kind, person)
        except Refusal as refusal:
            state.sentences(refusal.reasons)
            return
        _show(rendered, content, entry)


def _show(rendered: Rendered, content: Content, entry: str) -> None:
    desk, person = state.desk(), state.person()
    if any(part.format == "html" for part in rendered.parts):
        report = checking.check_words(desk, content, channel=rendered.channel, author=person, entry=entry)
        reader(f"preview-{content.digest()}", content, report, key="preview-read")
    for index, part in enumerate(rendered.parts, 1):
        limit = f" / {number(part.limit)}" if part.limit else ""
        length = _("Part {index}: {length} {unit}")
        st.caption(length.format(index=index, length=number(part.length) + limit, unit=channel_names.unit(part.unit)))
        copyable(part.text, key=f"part-{index}", language=content.language)


def finish(view: EntryView) -> None:
    """The step out of Compose: keep a version, then sign it oneself or leave it to its doctor."""
    signs = state.person().has(Role.DOCTOR)
    with st.bottom, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.text(names.status(view.status), width="content")
        label = _("Finish and read to sign") if signs else _("Finish this version")
        if st.session_state.pop("finished", None) == view.id and signs:
            go("sign", entry=view.id)
        st.button(
            label, type="primary", icon=":material/arrow_forward:", key="finish", on_click=_finish, args=(view.id,)
        )


def _finish(entry: str) -> None:
    """Keep what the browser shows: its last words may still be on their way, so wait for them a moment, never guess."""

    def keep(desk: Desk, who: Actor) -> EntryView:
        for _attempt in range(SETTLE_TRIES):
            copy = drafting.working_copy(desk, who, entry)
            if words_now(copy)[0] == copy.content:
                return drafting.keep_revision(desk, who, entry)
            time.sleep(SETTLE_SECONDS)
        raise Refusal(say("The last words are not saved yet. Look below the text, then try again."))

    if state.act("compose", keep, say("This version is kept and checked.")) is not None:
        st.session_state["finished"] = entry
