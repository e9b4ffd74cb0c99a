"""One call of a model: streamed, with an end in time whatever the server does, stoppable, and read as strict JSON.

Words of a server never go into an error: what went wrong is one of our own sentences.
"""

import json
import queue
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.assistant.prompts import Prompt, fenced
from publisher.domain.sentences import Sentence, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LONGEST_ANSWER = 120_000
_LOOK_SECONDS = 0.2
_CHARACTERS_PER_TOKEN = 2  # where a server counts none: the careful side for all three languages
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)

Tick = Callable[[int], None]


class CallFailed(Exception):
    """A call that gave nothing usable; `why` is for people, `kind` for the record."""

    def __init__(self, kind: str, why: Sentence) -> None:
        self.kind, self.why = kind, why
        super().__init__(kind)


@dataclass(frozen=True)
class Reply:
    """What came back, as text, with what it took."""

    text: str
    tokens_in: int
    tokens_out: int
    seconds: float


def messages(prompt: Prompt, values: Mapping[str, str], data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The instructions, which are ours, and the data, fenced by a token nobody can foresee."""
    return [("system", prompt.instructions(values)), ("human", fenced(prompt, data, secrets.token_hex(8)))]


def ask(model: "BaseChatModel", sent: list[tuple[str, str]], seconds: float, tick: Tick) -> Reply:
    """Stream one answer. `tick` is told the characters so far and may raise to stop. CallFailed otherwise."""
    came: queue.Queue[Any] = queue.Queue()
    stop = threading.Event()
    threading.Thread(target=_pump, args=(model, sent, came, stop), name="model", daemon=True).start()
    began, text, used = time.monotonic(), "", (0, 0)
    try:
        while True:
            tick(len(text))
            left = seconds - (time.monotonic() - began)
            if left <= 0:
                raise CallFailed("timeout", say("The model did not finish within {count} seconds.", count=int(seconds)))
            try:
                found = came.get(timeout=min(_LOOK_SECONDS, left))
            except queue.Empty:
                continue
            if found is None:
                break
            if isinstance(found, BaseException):
                raise _failure(found)
            text += str(found.text)
            usage = getattr(found, "usage_metadata", None) or {}
            used = (used[0] + usage.get("input_tokens", 0), used[1] + usage.get("output_tokens", 0))
            if len(text) > _LONGEST_ANSWER:
                raise CallFailed("too_long", say("The model did not stop writing; its answer was thrown away."))
    finally:
        stop.set()
    characters = sum(len(words) for _, words in sent)
    tokens_in = used[0] or characters // _CHARACTERS_PER_TOKEN
    return Reply(text, tokens_in, used[1] or len(text) // _CHARACTERS_PER_TOKEN, time.monotonic() - began)


def _pump(model: "BaseChatModel", sent: list[tuple[str, str]], came: "queue.Queue[Any]", stop: threading.Event) -> None:
    try:
        for chunk in model.stream(sent):
            if stop.is_set():
                return
            came.put(chunk)
        came.put(None)
    except Exception as error:  # noqa: BLE001 - every client library has its own errors; told to the caller by kind
        came.put(error)


def _failure(error: BaseException) -> CallFailed:
    status, name = getattr(error, "status_code", None), type(error).__name__
    if status in (401, 403):
        return CallFailed("key", say("The model's server refuses the key."))
    if status == 404:
        return CallFailed("unknown_model", say("The server knows no such model or address."))
    if status == 429:
        return CallFailed("busy", say("The model's server says: too many requests, or nothing left to spend."))
    if "Timeout" in name:
        return CallFailed("timeout", say("The model's server stopped answering."))
    if "Connect" in name:
        return CallFailed("connection", say("The model's server cannot be reached."))
    if isinstance(status, int):
        return CallFailed(f"status_{status}", say("The model's server answers with error {status}.", status=status))
    return CallFailed(name[:40], say("The model's answer could not be read ({kind}).", kind=name[:40]))


def parsed(prompt: Prompt, text: str) -> list[Mapping[str, Any]]:
    """The sentences of an answer. CallFailed when it is no JSON of the expected form."""
    found = _OBJECT.search(text)
    try:
        answer = json.loads(found.group()) if found else None
    except (ValueError, RecursionError):
        answer = None
    if answer is None or prompt.problem(answer) is not None:
        raise CallFailed("form", say("The model's answer has not the expected form."))
    sentences: list[Mapping[str, Any]] = answer["sentences"]
    return sentences
