"""The editor: title, question and text of one draft with the marks of the last check, saved beside Streamlit."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from publisher.domain.checking import CheckReport, EntryKind, Level
from publisher.domain.entries import WorkingCopy
from publisher.ui.components.assets import nothing, register
from publisher.ui.i18n import TAGS, _, current
from publisher.web.drafts import texts_of

_EDITOR = register("editor", "marks")


@dataclass(frozen=True)
class Typed:
    """What the browser last sent for a check; it may be newer than the saved working copy."""

    sequence: str
    title: str
    question: str
    body: str
    sources: str


def key_of(entry: str) -> str:
    return f"editor-{entry}"


def typed(entry: str) -> Typed | None:
    """What was typed into this draft since it was opened in this session, if anything."""
    state: Any = (st.session_state.get(key_of(entry)) or {}).get("text")
    if not state or state.get("document") != entry:
        return None
    return Typed(*(str(state[name]) for name in ("sequence", "title", "question", "body", "sources")))


def editor(
    copy: WorkingCopy, person: str, token: str, report: CheckReport | None, checked: str | None, by: str
) -> None:
    """Mount the editor on a working copy. `checked` names the text the report is about, None for the saved one."""
    content = copy.content
    heaviest_first = sorted(report.findings if report else (), key=lambda one: list(Level).index(one.level))
    marks = [
        {"start": one.start, "end": one.end, "level": one.level.value} for one in heaviest_first if one.end > one.start
    ]
    _EDITOR(
        key=key_of(copy.entry),
        data={
            "document": copy.entry,
            "user": person,
            "version": copy.version,
            "fields": texts_of(content),
            "asks": content.kind is EntryKind.ANSWER,
            "lang": TAGS[content.language],
            "by": by,
            "marks": marks,
            "checked": checked,
            "token": token,
            "url": f"/api/drafts/{copy.entry}",
            "labels": _labels(),
        },
        on_text_change=nothing,
    )


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "question": _("The question it answers"),
        "body": _("Text"),
        "sources": _("Sources, one per line"),
        "tools": _("Formatting"),
        "bold": _("Bold"),
        "heading": _("Heading"),
        "list": _("List"),
        "link": _("Link"),
        "count": _("{count} characters"),
        "locale": TAGS[current()],
        "writing": _("Writing…"),
        "saved": _("Saved"),
        "offline": _("Offline: kept on this device, saved as soon as the line is back"),
        "signedOut": _("You are signed out: kept on this device. Sign in again to save it."),
        "refused": _("Could not be saved: kept on this device"),
        "kept": _("Not saved yet: choose which text stays"),
        "conflict": _("{name} saved another version of this text meanwhile. Nothing was overwritten."),
        "mine": _("Keep my text"),
        "theirs": _("Take the other text"),
    }
