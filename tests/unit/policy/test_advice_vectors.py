"""A sentence's vector is asked where its letters leave a doubt, once for a text that is checked after each word."""

import pytest

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy import advice_model
from publisher.policy.gate import Gate
from publisher.resources import content_folder
from vectorstore import embeddings

DOUBTFUL = "Катаракту каплями не растворить, помутневший хрусталик меняют. Атропин детям назначает врач."


def test_what_was_read_once_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, asked = Gate.load(content_folder()), []
    model = embeddings.load("use")

    class Counted:
        def questions(self, texts: list[str]) -> object:
            asked.extend(texts)
            return model.questions(texts)

    monkeypatch.setattr(advice_model.embeddings, "load", lambda name: Counted())
    monkeypatch.setattr(advice_model, "_known", {})
    context = CheckContext(language=Language.RU)
    first = gate.check(DOUBTFUL, context)
    once = list(asked)
    assert once
    assert gate.check(DOUBTFUL, context).findings == first.findings
    assert asked == once
