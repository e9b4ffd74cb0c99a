"""A small linear model beside the cues: does this read like a life in danger, like one person's own case.

Hashed character n-grams and a few cues; for danger, where these leave a doubt, the sentence's vector too, and what the
tuned reader makes of the words around, so that words nobody trained it on are heard by what they mean. One set of
float16 weights per language, trained in the open by scripts/train_triage.py. Keeps nothing it reads.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from publisher.domain.places import Language
from publisher.policy.advice_model import BUCKETS, SIZES, buckets, framed
from vectorstore import embeddings
from vectorstore.tuned import tuned

MODES = ("crisis", "individual")
CUES = ("personal", "case", "ask", "own_case", "bookish", "medical", "short")
LONGEST = 400  # characters that are read at once
AROUND = 60  # of them before and after a piece, where the message has as many
MEANINGS = 512  # dimensions of a sentence's vector
DOUBT = -2.5  # logit of the n-grams from which a sentence's vector is asked for, which costs a hundred times as much
READER, RAISED = 0.6, 0.3  # what the tuned reader's word weighs, and what is added to it
WEIGHTS = Path(__file__).parent / "weights"

_Floats = npt.NDArray[np.float64]
_Weights = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]
_loaded: dict[Language, _Weights] = {}


def features(folded: str, language: Language, cues: Sequence[bool]) -> tuple[npt.NDArray[np.int64], _Floats]:
    """Places in the weights and their values: n-gram counts over the root of their number, then a half per cue."""
    piece = framed(folded[:LONGEST])
    places = np.concatenate([buckets(piece, size) for size in SIZES[language]])
    found, counts = np.unique(places, return_counts=True)
    values = counts / np.sqrt(max(1, len(places)))
    extra = np.array([BUCKETS + number for number, hit in enumerate(cues) if hit], dtype=np.int64)
    return np.concatenate([found, extra]), np.concatenate([values, np.full(len(extra), 0.5)])


def use(
    language: Language,
    weights: npt.NDArray[np.floating],
    bias: npt.NDArray[np.floating],
    meaning: npt.NDArray[np.floating],
) -> None:
    """Puts weights in place of the ones that ship; for measuring. `meaning`: what a vector weighs, then its bias."""
    _loaded[language] = (weights.astype(np.float32), bias.astype(np.float32), meaning.astype(np.float32))


def _weights_of(language: Language) -> _Weights:
    if language not in _loaded:
        with np.load(WEIGHTS / f"triage_{language.value}.npz", allow_pickle=False) as stored:
            use(language, stored["weights"], stored["bias"], stored["meaning"])
    return _loaded[language]


def logit(mode: str, folded: str, language: Language, cues: Sequence[bool] = ()) -> float:
    """More than 0: more likely than not. By the n-grams alone."""
    weights, bias, _ = _weights_of(language)
    row = MODES.index(mode)
    places, values = features(folded, language, cues)
    return float(weights[row, places] @ values + bias[row])


def closer(words: str, places: Sequence[tuple[int, int]], logits: Sequence[float]) -> list[float]:
    """The logits of pieces of a message once each was read with what stands around it; the same where no reader is."""
    reader = tuned("texts")
    if reader is None or not places:
        return list(logits)
    around = windows(words, places)
    texts = list(dict.fromkeys(around))  # of a short message the whole, once
    read = dict(zip(texts, reader.alone(texts, "danger").tolist(), strict=True))
    return [(1 - READER) * one + READER * (read[text] + RAISED) for one, text in zip(logits, around, strict=True)]


def windows(words: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """What is read of a message around each of these pieces, which follow each other; near ones share it."""
    if len(words) <= LONGEST:
        return [words] * len(places)
    found: list[str] = []
    begin, end = 0, 0
    for first, last in places:
        if not found or last > end - min(AROUND, len(words) - end):
            spare = min(AROUND, max(0, LONGEST - (last - first)))
            begin = max(0, min(first - spare, len(words) - LONGEST))
            end = begin + LONGEST
        found.append(words[begin:end])
    return found


def danger(pieces: Sequence[str], language: Language) -> list[float]:
    """How much each folded piece of a message reads like a life in danger, in logits."""
    found = [logit("crisis", piece, language) for piece in pieces]
    asked = [number for number, one in enumerate(found) if one > DOUBT]
    if asked:
        _, _, meaning = _weights_of(language)
        vectors = embeddings.load("use").questions([pieces[number][:LONGEST] for number in asked])
        for number, added in zip(asked, vectors @ meaning[:-1] + meaning[-1], strict=True):
            found[number] += float(added)
    return found
