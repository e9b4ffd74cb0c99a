"""Sentences for people, kept as a template with its values so that each reader gets her own language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """One sentence: an English template (the gettext msgid) and the values that fill its ``{slots}``."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.template).format(**self.values)

    def __str__(self) -> str:
        return self.text()


def say(template: str, /, **values: Any) -> Sentence:
    """Mark a template for translation (``pybabel extract -k say``) and fill it."""
    return Sentence(template, values)
