"""A whole text to be read, and a text to be taken away."""

from typing import Any

from publisher.domain.checking import CheckReport
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.rendering.markdown import to_html
from publisher.ui.components.assets import nothing, register
from publisher.ui.i18n import TAGS, _

_READER = register("reader")
_COPY = register("copy", "clipboard")


def reader(document: str, content: Content, report: CheckReport | None, key: str, *, watch: bool = False) -> bool:
    """Show all of a text. With `watch`, True once its end was on the screen for this very document."""
    disclaimers = report.disclaimers if report else ()
    result: Any = _READER(
        key=key,
        data={
            "document": document,
            "title": content.title,
            "lang": TAGS[content.language],
            "question": content.question or "",
            "html": to_html(content.body),
            "heads": [one.text for one in disclaimers if one.place == "head"],
            "footers": [one.text for one in disclaimers if one.place != "head"],
            "sources": list(content.sources),
            "labels": {"sources": _("Sources")},
            "watch": watch,
        },
        on_opened_change=nothing,
    )
    return bool(result.opened == document)


def copyable(text: str, key: str, language: Language | None = None) -> None:
    """A text with a button that copies it; where the browser refuses, it is selected instead."""
    labels = {
        "copy": _("Copy"),
        "copied": _("Copied"),
        "selected": _("Selected: copy it with your keyboard or a long press"),
    }
    _COPY(key=key, data={"text": text, "lang": TAGS[language] if language else "", "labels": labels})
