"""Russian names by the slovnet tagger with the weights in natasha's wheel, on the sentences where a name can stand."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_WEIGHTS = ("model/slovnet_ner_news_v1.tar", "emb/navec_news_v1_1B_250K_300d_100q.tar")
_first_word = re.compile(r"(?:^|[.!?…]\s)[«\"(—\- ]*[А-ЯЁ][а-яё]{2,}")
_capital_inside = re.compile(
    r"(?<=[а-яёa-z0-9,»\")–—:;] )[«\"(]?[А-ЯЁ]|\b[А-ЯЁ]\.\s?[А-ЯЁ]|[А-ЯЁ]{3,}|(?<=[«\"(])[А-ЯЁ]"
)

_OPENERS = frozenset((Path(__file__).parent / "words" / "openers_ru.txt").read_text(encoding="utf-8").split())
"""The first five letters of common words."""


@cache
def available() -> bool:
    return find_spec("slovnet") is not None and _folder() is not None


def can_hold_a_name(sentence: str) -> bool:
    """A capital letter inside a sentence, initials, capitals throughout, or a first word that no common word list
    opens."""
    if _capital_inside.search(sentence):
        return True
    return any(
        first.group().strip(' .!?…«"(—-').lower()[:5] not in _OPENERS for first in _first_word.finditer(sentence)
    )


def names(sentence: str) -> list[tuple[int, int]]:
    """Places of names; a sentence in capitals is read again in title case, which keeps every offset."""
    found = [(span.start, span.stop) for span in _tagger()(sentence).spans if span.type == "PER"]
    found = [place for place in found if not _is_common(sentence[slice(*place)])]
    letters = [character for character in sentence if character.isalpha()]
    if not found and letters and sum(map(str.isupper, letters)) > len(letters) / 2:
        titled = sentence.title()
        if len(titled) == len(sentence):
            found = [(span.start, span.stop) for span in _tagger()(titled).spans if span.type == "PER"]
    return found


def _is_common(name: str) -> bool:
    """Whether a lone word is one that opens common sentences; the tagger takes rare ones for names there."""
    return " " not in name and name.lower()[:5] in _OPENERS


def _folder() -> Path | None:
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    return folder if folder.is_dir() else None


@cache
def _tagger() -> Any:
    from navec import Navec
    from slovnet import NER

    folder = _folder()
    if folder is None:
        raise RuntimeError("natasha is not installed")
    tagger = NER.load(folder / _WEIGHTS[0])
    tagger.navec(Navec.load(folder / _WEIGHTS[1]))
    return tagger


def preload() -> None:
    if available():
        _tagger()
