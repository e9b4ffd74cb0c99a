"""Words of a text for the lexical index: jieba's search mode for Chinese, snowball stems for Russian and English."""

import functools
import logging
import re
import unicodedata
from typing import Any

_LATIN = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_HAN = re.compile(r"[㐀-鿿]+")
_ALGORITHM = {"ru": "russian", "en": "english"}
_STOP = {
    "en": frozenset(
        [
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "can",
            "do",
            "does",
            "for",
            "from",
            "had",
            "has",
            "have",
            "how",
            "i",
            "if",
            "in",
            "is",
            "it",
            "me",
            "my",
            "of",
            "on",
            "or",
            "should",
            "so",
            "that",
            "the",
            "there",
            "to",
            "was",
            "what",
            "when",
            "which",
            "who",
            "will",
            "with",
            "would",
            "you",
            "your",
        ]
    ),
    "ru": frozenset(
        [
            "а",
            "без",
            "бы",
            "в",
            "во",
            "вы",
            "где",
            "да",
            "для",
            "до",
            "его",
            "ее",
            "если",
            "есть",
            "еще",
            "же",
            "за",
            "и",
            "из",
            "или",
            "к",
            "как",
            "ко",
            "ли",
            "мне",
            "мой",
            "мы",
            "на",
            "не",
            "но",
            "о",
            "об",
            "он",
            "она",
            "они",
            "от",
            "по",
            "под",
            "при",
            "с",
            "со",
            "так",
            "то",
            "только",
            "у",
            "уже",
            "что",
            "чтобы",
            "это",
            "я",
        ]
    ),
    "zh": frozenset(
        [
            "的",
            "了",
            "吗",
            "呢",
            "是",
            "我",
            "你",
            "您",
            "在",
            "有",
            "和",
            "与",
            "也",
            "就",
            "都",
            "请问",
            "一个",
            "啊",
            "吧",
            "这",
            "那",
            "会",
        ]
    ),
}


@functools.cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


@functools.cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_ALGORITHM.get(language, "english"))


def folded(text: str) -> str:
    """One form of the same word: NFKC, lower case, ё as е."""
    return unicodedata.normalize("NFKC", text).lower().replace("ё", "е")


def words(text: str, language: str) -> list[str]:
    """The words that are looked up, in order, repeats kept. An unknown language is taken for English."""
    plain, stop = folded(text), _STOP.get(language, _STOP["en"])
    if language == "zh":
        return [word for word in _chinese(plain) if word not in stop]
    found = [word for word in _LETTERS.findall(plain) if word not in stop]
    return [str(word) for word in _stemmer(language).stemWords(found)]


def _chinese(plain: str) -> list[str]:
    found: list[str] = []
    for piece in _jieba().cut_for_search(plain):
        if _HAN.fullmatch(piece):
            found.append(piece)
        else:
            found += _LATIN.findall(piece)
    return found
