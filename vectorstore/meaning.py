"""How near two sentences are: USE of the whole, of what is left without numbers and polarity, and word by word."""

import threading
from dataclasses import dataclass

import numpy as np

from vectorstore import embeddings
from vectorstore.embeddings import Vectors
from vectorstore.reading import Reading

_MOST = 20_000
_KIN = 0.5  # a synonym in USE multilingual is nearer than this


class Meanings:
    """Remembers vectors of sentences and words, so that each is embedded once."""

    def __init__(self, model: str = "use") -> None:
        self._name = model
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def learn(self, texts: list[str]) -> None:
        self._vectors(texts)

    def of(self, texts: list[str]) -> Vectors:
        known = self._vectors(texts)
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 1), np.float32)

    def _vectors(self, texts: list[str]) -> dict[str, Vectors]:
        """Those of these texts, held here: another thread may make room at any moment."""
        with self._lock:
            known = {text: vector for text in texts if (vector := self._known.get(text)) is not None}
        if unknown := [text for text in dict.fromkeys(texts) if text not in known]:
            # outside the lock: a long list must not keep others waiting
            known |= zip(unknown, embeddings.load(self._name).questions(unknown), strict=True)
            with self._lock:
                if len(self._known) + len(unknown) > _MOST:
                    self._known.clear()
                self._known.update(known)
        return known

    def cosine(self, one: str, other: str) -> float:
        vectors = self.of([one, other])
        return float(vectors[0] @ vectors[1])


@dataclass(frozen=True)
class Nearness:
    """Cosines of the whole sentences and of their cores; shares of topic words each side finds in the other.

    `apart`: both sides name something the other has no word for, so they may speak of two things.
    """

    whole: float
    core: float
    covered: float
    covering: float
    apart: bool


def nearness(one: Reading, other: Reading, meanings: Meanings) -> Nearness:
    # a brand and its generic name are two words to a model, and one medicine
    named = bool(one.entities & other.entities)
    whole = (one.generic, other.generic) if named else (one.text, other.text)
    core = (one.generic_core, other.generic_core) if named else (one.core, other.core)
    meanings.learn([*whole, *core, *one.topic, *other.topic])
    first, second = _cover(one, other, meanings), _cover(other, one, meanings)
    return Nearness(
        meanings.cosine(*whole),
        meanings.cosine(*core) if all(core) else 0.0,
        min(first, second),
        max(first, second),
        _names_another(one, other, meanings) and _names_another(other, one, meanings),
    )


def _names_another(one: Reading, other: Reading, meanings: Meanings) -> bool:
    if not one.topic or not other.topic:
        return False
    return bool((meanings.of(list(one.topic)) @ meanings.of(list(other.topic)).T).max(axis=1).min() < _KIN)


def _cover(one: Reading, other: Reading, meanings: Meanings) -> float:
    """Mean over the topic words of `one` of the best likeness in `other`, below a third counted as none."""
    if not one.topic:
        return 1.0
    if not other.topic:
        return 0.0
    best = (meanings.of(list(one.topic)) @ meanings.of(list(other.topic)).T).max(axis=1)
    return float(np.where(best < 0.33, 0.0, best).mean())
