"""Sentence vectors are remembered, and whoever asks for some gets them while others make room."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from vectorstore import meaning
from vectorstore.meaning import Meanings


def test_two_who_ask_at_once_get_theirs_from_a_memory_that_holds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_MOST", 1)
    meanings = Meanings()

    def ask(who: str) -> set[int]:
        return {len(meanings.of([f"{who} fever {number}", f"{who} cough {number}"])) for number in range(60)}

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # whoever waits gets a turn between any two steps
    try:
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(ask, ("one", "two", "three", "four"))) == [{2}] * 4
    finally:
        sys.setswitchinterval(before)
