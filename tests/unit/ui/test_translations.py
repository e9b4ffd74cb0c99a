"""Every sentence that a person may see is said in every language: nothing missing, nothing fuzzy, no slot forgotten."""

import functools
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from publisher.ui import i18n

PACKAGE = Path(i18n.__file__).parent.parent
KEYWORDS = {"_": None, "say": None, "ngettext": (1, 2)}
HELP = "run: pybabel extract -F babel.cfg -k say -k ngettext:1,2 -o messages.pot . && pybabel update, then translate"


@functools.cache
def _extracted() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def _catalogue(language: str) -> Catalog:
    source = i18n.LOCALE / language / "LC_MESSAGES" / "publisher.po"
    return read_po(BytesIO(source.read_bytes()))


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = _catalogue(language)
    missing = [message for message in _extracted() if not _said(catalogue, message)]
    assert not missing, f"{language}: {missing} — {HELP}"


def _said(catalogue: Catalog, message: str | tuple[str, ...]) -> bool:
    found = catalogue.get(message if isinstance(message, str) else message[0])
    if found is None:
        return False
    strings = found.string if isinstance(found.string, tuple | list) else (found.string,)
    expected = catalogue.num_plurals if isinstance(message, tuple) else 1
    return len(strings) == expected and all(strings) and not found.fuzzy


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_nothing_is_translated_that_nobody_says_any_more(language: str) -> None:
    said = _extracted()
    assert [one.id for one in _catalogue(language) if one.id and one.id not in said] == [], HELP


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_a_translation_fills_the_same_slots(language: str) -> None:
    def slots(text: str) -> set[str]:
        return set(re.findall(r"\{\w*\}", text))

    wrong = [
        one.id
        for one in _catalogue(language)
        if isinstance(one.id, str) and one.id and slots(one.id) != slots(str(one.string))
    ]
    assert wrong == []


def test_chinese_has_one_word_for_credentials() -> None:
    others = [str(one.string) for one in _catalogue("zh") if "凭证" in str(one.string)]
    assert others == []
