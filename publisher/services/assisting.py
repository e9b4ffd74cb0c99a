"""Asking the assistant: a draft is asked for, made by the worker or at once, and kept sentence by sentence with marks.

Nothing a model writes reaches an entry from here; a person takes it over in `services.assisted`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from publisher import resources
from publisher.assistant import extractive, grounding
from publisher.assistant.calling import Tick
from publisher.assistant.prompts import prompts
from publisher.domain.assisting import Drafted, How, Origin, Task
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say, to_plain
from publisher.services import assistant_calls, assistant_settings, assistant_sources, drafting, jobs
from publisher.services.assistant_calls import Answered
from publisher.services.assistant_marks import marked, plain
from publisher.services.desk import Actor, Desk, require, require_unit_of
from publisher.services.reading_sentences import reader
from publisher.services.veiling import Veil
from publisher.storage import assistant, entries, events, home

WITHOUT_MODEL = frozenset({Task.OUTLINE, Task.DRAFT_POST, Task.DRAFT_ANSWER, Task.VIDEO})
_ABOUT_OTHERS = frozenset({Task.GENERALISE, Task.DRAFT_ANSWER, Task.OUTLINE})  # what was veiled stays veiled
_NAMES = {"zh": "Chinese", "ru": "Russian", "en": "English"}
_ASKED = {"question", "sentence", "reason", "length", "level", "attached", "from_entry", "title"}
_KEPT = ("from_entry", "length", "level")  # what a patient asked goes when the draft is made
_LONGEST_ASKED = 40_000
NOT_ENOUGH = say("Not enough of your own answers on this: here is an outline only, to be filled by you.")
EXTRACTED = say("Made without a model: your own signed sentences, word for word, each with the answer it comes from.")


def ask(
    desk: Desk,
    actor: Actor,
    entry_id: str,
    task: Task,
    asked: Mapping[str, Any] | None = None,
    *,
    at_once: bool = False,
) -> str:
    """Ask for a draft; returns its id. With a model the worker makes it, without one, or `at_once`, it is made here."""
    person = require(actor, Role.DOCTOR, Role.EDITOR)
    given = {name: value for name, value in (asked or {}).items() if value}
    now = assistant_settings.chosen(desk)
    reasons = _wrong(task, given, now.on)
    if reasons:
        raise Refusal(*reasons)
    draft_id, at = new_id(), desk.clock()
    job_id = new_id() if now.on and not at_once else None
    with desk.db.write() as tx:
        row = entries.row(tx, entry_id)
        working = entries.working_copy(tx, entry_id)
        if row is None or working is None:
            raise NotFound(say("There is no entry {id}.", id=entry_id))
        if row.author not in (None, person.id) and not person.has(Role.EDITOR):
            raise NotAllowed(say("This text is another doctor's; only she or a communications editor may edit it."))
        require_unit_of(person, row)
        _require_source(person, entries.row(tx, given.get("from_entry") or entry_id))
        assistant.add_draft(
            tx,
            id=draft_id,
            entry=entry_id,
            task=task.value,
            language=working.content.language.value,
            state="asked",
            asked=given,
            job=job_id,
            made_by=person.id,
            made_at=at,
        )
        if job_id is not None:
            home.add_job(tx, id=job_id, kind=jobs.ASSIST, arguments={"draft": draft_id}, made_by=person.id, made_at=at)
        events.append(tx, f"entry:{entry_id}", "draft_asked", actor.name, at, draft=draft_id, task=task.value)
    if job_id is None:
        perform(desk, draft_id)
    return draft_id


def _require_source(person: Person, row: Any) -> None:
    """What another unit is writing is no source here; what it signed is."""
    if row is not None and (row.edited or not row.signed):
        require_unit_of(person, row)


def _wrong(task: Task, given: Mapping[str, Any], on: bool) -> list[Sentence]:
    reasons = [say("“{name}” is nothing the assistant takes.", name=one) for one in sorted(set(given) - _ASKED)]
    if not on and task not in WITHOUT_MODEL:
        reasons.append(say("This needs a language model; none is set up or it is switched off."))
    if sum(len(str(value)) for value in given.values()) > _LONGEST_ASKED:
        reasons.append(say("That is too much at once; at most {count} characters are taken.", count=_LONGEST_ASKED))
    if task is Task.REWRITE and not given.get("sentence"):
        reasons.append(say("Name the sentence that is to become general."))
    return reasons


def ask_translation(
    desk: Desk, actor: Actor, entry_id: str, language: Language, *, at_once: bool = False
) -> tuple[str, str]:
    """A new entry in another language and the draft for it: (entry, draft). It translates the newest version."""
    person = require(actor, Role.DOCTOR, Role.EDITOR)
    if not assistant_settings.chosen(desk).on:
        raise Refusal(say("This needs a language model; none is set up or it is switched off."))
    with desk.db.read() as tx:
        row = entries.row(tx, entry_id)
        _require_source(person, row)
        revision = entries.revision(tx, row.head_revision) if row is not None and row.head_revision else None
    if revision is None:
        raise Refusal(say("Finish a version first; a version is what is translated."))
    source = revision.content
    if source.language is language:
        raise Refusal(say("The text is in this language already."))
    words = Content(source.kind, language, "", "", translation_of=revision.id, stages=source.stages)
    made = drafting.add_entry(desk, actor, replace(words, sources=source.sources, flags=source.flags))
    return made.id, ask(desk, actor, made.id, Task.TRANSLATE, {"from_entry": entry_id}, at_once=at_once)


def perform(desk: Desk, draft_id: str, tick: Tick = lambda _: None) -> None:
    """Make what was asked for; done again, it makes it again. What `tick` raises ends it, with nothing kept."""
    with desk.db.read() as tx:
        row = assistant.draft(tx, draft_id)
        if row is None or row.state == "done":
            return
        working = entries.working_copy(tx, row.asked.get("from_entry") or row.entry)
    if working is None:
        raise NotFound(say("There is no entry {id}.", id=row.entry))
    task, content = Task(row.task), working.content
    origins = assistant_sources.origins(desk, task, content, row.asked, row.entry)
    drafted, answered, said = _made(desk, row, task, content, origins, tick)
    values: dict[str, Any] = {"state": "failed" if drafted is None else "done"}
    values["asked"] = {name: row.asked[name] for name in _KEPT if name in row.asked}
    if drafted is not None:
        values |= {
            "how": drafted.how.value,
            "sentences": [plain(one, row.language) for one in drafted.sentences],
            "left_out": list(drafted.left_out),
            "origins": [asdict(assistant_sources.without_people(desk, one)) for one in origins],
            "model": answered.model if drafted.how is How.MODEL else None,
            "prompt": prompts(resources.prompts_folder())[task].name if drafted.how is How.MODEL else None,
        }
    at = desk.clock()
    with desk.db.write() as tx:
        assistant.change_draft(tx, draft_id, said=to_plain(said), ended_at=at, **values)
        detail = {"draft": draft_id, "how": values.get("how"), "prompt": values.get("prompt")}
        events.append(tx, f"entry:{row.entry}", "draft_made", "assistant", at, **detail)


def _made(
    desk: Desk, row: Any, task: Task, content: Content, origins: Sequence[Origin], tick: Tick
) -> tuple[Drafted | None, Answered, list[Sentence]]:
    now, said, answered = assistant_settings.chosen(desk), list[Sentence](), Answered()
    own = [one for one in origins if one.kind in ("answer", "note", "attached")]
    if task in WITHOUT_MODEL and not [one for one in origins if one.kind != "question"]:
        return extractive.outline(assistant_sources.headings(content)), answered, [NOT_ENOUGH]
    if now.on and origins:
        answered, veil = _answer(desk, now, row, task, content, origins, tick)
        if answered.sentences:
            return _held(desk, row, task, answered, veil, origins), answered, said
        said += answered.reasons
    if task not in WITHOUT_MODEL:
        return None, answered, said or [say("There is nothing to work on yet.")]
    if task is Task.OUTLINE:
        return extractive.outline(assistant_sources.headings(content), own), answered, [*said, NOT_ENOUGH]
    answers = [one for one in origins if one.kind == "answer"]
    if not answers:
        return extractive.outline(assistant_sources.headings(content)), answered, [*said, NOT_ENOUGH]
    return extractive.extract(assistant_sources.subject(content, row.asked), answers), answered, [*said, EXTRACTED]


def _answer(
    desk: Desk, now: Any, row: Any, task: Task, content: Content, origins: Sequence[Origin], tick: Tick
) -> tuple[Answered, Veil]:
    prompt, veil, asked = prompts(resources.prompts_folder())[task], Veil(desk.gate.cues), row.asked
    texts = {"question": assistant_sources.subject(content, asked), "reason": str(asked.get("reason") or "")}
    texts["topic"] = texts["question"]
    for text in texts.values():
        veil.learn(text, content.language.value)
    for one in origins:
        veil.learn("\n".join(one.sentences), one.language)
    passages = [{"id": name, "text": veil.cover(text)} for one in origins for name, text in one.passages.items()]
    every: dict[str, Any] = {name: veil.cover(text) for name, text in texts.items()} | {"passages": passages}
    values = {
        "language": _NAMES[row.language],
        "length": str(_length(asked)),
        "level": _level(asked),
    }
    chosen = {name: values[name] for name in prompt.variables}
    data = {name: every[name] for name in prompt.data}
    return (
        assistant_calls.answer(desk, now, prompt, chosen, data, tick=tick, draft=row.id, person=row.made_by),
        veil,
    )


def _length(asked: Mapping[str, Any]) -> int:
    found = str(asked.get("length") or "")
    return min(max(int(found), 40), 20_000) if found.isdecimal() else 1200


def _level(asked: Mapping[str, Any]) -> str:
    """Never words of a person: a level is one of three."""
    return {
        "child": "a child of twelve years",
        "easy": "an adult who reads little",
        "plain": "an adult without medical knowledge",
    }.get(str(asked.get("level")), "an adult without medical knowledge")


def _held(desk: Desk, row: Any, task: Task, answered: Answered, veil: Veil, origins: Sequence[Origin]) -> Drafted:
    """The model's sentences with every mark: of their sources, of stand-ins that stayed, and of the whole gate."""
    shown = (lambda text: text) if task in _ABOUT_OTHERS else veil.uncover
    items = [{**one, "text": shown(str(one["text"]))} for one in answered.sentences]
    passages = {name: text for one in origins for name, text in one.passages.items()}
    drafted = grounding.hold(task, items, passages, row.language, reader())
    return replace(drafted, sentences=tuple(marked(desk, row.entry, drafted.sentences)))


def task_for(kind: EntryKind) -> Task:
    return Task.DRAFT_ANSWER if kind is EntryKind.ANSWER else Task.DRAFT_POST
