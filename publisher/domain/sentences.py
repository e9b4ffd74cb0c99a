"""Sentences for people, kept as a template with its values so that each reader gets her own language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """One sentence: an English template (the gettext msgid) and the values that fill its ``{slots}``.

    A value may be a sentence, or several, itself.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.template).format(**{name: _told(one, translate) for name, one in self.values.items()})

    def __str__(self) -> str:
        return self.text()


def _told(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Sentence):
        return value.text(translate)
    if isinstance(value, tuple) and value and isinstance(value[0], Sentence):
        return " ".join(one.text(translate) for one in value)
    return value


def say(template: str, /, **values: Any) -> Sentence:
    """Mark a template for translation (``pybabel extract -k say``) and fill it."""
    return Sentence(template, values)


Reason = Sentence | Sequence[Sentence] | str | None
"""Why something is as it is: sentences of ours, a network's or a person's own words, or nothing."""


def as_sentences(reason: Reason) -> tuple[Sentence, ...]:
    """Words that are not ours become a sentence without slots: they are shown as they are."""
    if not reason:
        return ()
    if isinstance(reason, Sentence):
        return (reason,)
    if isinstance(reason, str):
        return (Sentence(reason.replace("{", "{{").replace("}", "}}")),)
    return tuple(reason)


def to_plain(sentences: Sequence[Sentence]) -> list[list[Any]]:
    """As JSON keeps them."""
    return [[one.template, {name: _plain(value) for name, value in one.values.items()}] for one in sentences]


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return {"say": to_plain([value])}
    if isinstance(value, tuple) and value and isinstance(value[0], Sentence):
        return {"say": to_plain(value)}
    return value if isinstance(value, str | int | float | None) else str(value)


def from_plain(plain: Sequence[Sequence[Any]]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            template,
            {name: from_plain(value["say"]) if isinstance(value, dict) else value for name, value in values.items()},
        )
        for template, values in plain
    )
