"""What a draft may rest on: signed answers of this clinic that stand today, the text itself, and what was attached."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from publisher import resources
from publisher.domain.assisting import Origin, Task
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.services import retrieval
from publisher.services.desk import Desk
from publisher.services.reading_sentences import sentences_of
from publisher.services.triaging import triage_of

NEAREST = 5
_MOST_SENTENCES = 200
FROM_ANSWERS = frozenset({Task.OUTLINE, Task.DRAFT_POST, Task.DRAFT_ANSWER, Task.VIDEO, Task.COMPARE})
FROM_TEXT = frozenset({Task.SHORTEN, Task.PLAIN, Task.TRANSLATE, Task.TITLES, Task.VIDEO, Task.COMPARE})
FROM_NOTES = frozenset({Task.OUTLINE, Task.DRAFT_POST, Task.DRAFT_ANSWER})


def subject(content: Content, asked: Mapping[str, Any]) -> str:
    """What a draft is about: the question, else the title, else how the text begins."""
    words = asked.get("question") or content.question or content.title or content.body[:400]
    return str(words).strip()


def origins(
    desk: Desk, task: Task, content: Content, asked: Mapping[str, Any], entry: str | None
) -> tuple[Origin, ...]:
    """Every text the task may use, best first. `content` is what the task works on."""
    language, found = content.language.value, list[Origin]()
    if task is Task.GENERALISE:
        found.append(_origin("q1", "question", "", language, str(asked.get("question") or content.question or "")))
    elif task is Task.REWRITE:
        found.append(_origin("t1", "text", content.title, language, str(asked.get("sentence") or "")))
    if task in FROM_TEXT:
        found.append(_origin("t1", "text", content.title, language, content.body))
    if task in FROM_ANSWERS and (about := subject(content, asked)):
        for number, one in enumerate(retrieval.closest_signed(desk, about, language, limit=NEAREST, but=entry), 1):
            found.append(
                Origin(
                    f"a{number}",
                    "answer",
                    one.question,
                    one.language,
                    sentences_of(one.text)[:_MOST_SENTENCES],
                    one.answer,
                    one.signed_by,
                )
            )
    if task in FROM_NOTES:
        found.append(_origin("n1", "note", content.title, language, content.body))
    for number, text in enumerate(asked.get("attached", ()), 1):
        found.append(_origin(f"s{number}", "attached", "", retrieval.language_of(text), text))
    return tuple(one for one in found if one.sentences)


def _origin(name: str, kind: str, title: str, language: str, text: str) -> Origin:
    return Origin(name, kind, title, language, sentences_of(text)[:_MOST_SENTENCES])


def without_people(desk: Desk, origin: Origin) -> Origin:
    """As it is kept beside the draft: what a patient asked, and what was attached, stands there masked."""
    if origin.kind not in ("question", "attached"):
        return origin
    language = Language(origin.language)
    masked = (triage_of(desk.gate).read(one, language).masked for one in origin.sentences)
    return replace(origin, title="", sentences=tuple(masked))


def headings(content: Content) -> tuple[str, ...]:
    """Headings to write under when there is nothing of one's own yet."""
    return tuple(_outlines(resources.content_folder())[content.kind.value][content.language.value])


@functools.lru_cache(maxsize=2)
def _outlines(folder: Path) -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = yaml.safe_load((folder / "outlines.yaml").read_text(encoding="utf-8"))
    return read
