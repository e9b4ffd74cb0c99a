"""A small linear model beside the cues: does this read like a life in danger, like one person's own case.

Hashed character n-grams and a few cues, float16 weights, one set per language, trained in the open by
scripts/train_triage.py on content/training/triage_*.txt. Keeps nothing it reads.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from publisher.domain.places import Language
from publisher.policy.advice_model import BUCKETS, SIZES, buckets, framed

MODES = ("crisis", "individual")
CUES = ("personal", "case", "ask", "own_case", "bookish", "medical", "short")
LONGEST = 400  # characters that are read at once
WEIGHTS = Path(__file__).parent / "weights"

_Floats = npt.NDArray[np.float64]
_Weights = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
_loaded: dict[Language, _Weights] = {}


def features(folded: str, language: Language, cues: Sequence[bool]) -> tuple[npt.NDArray[np.int64], _Floats]:
    """Places in the weights and their values: n-gram counts over the root of their number, then a half per cue."""
    piece = framed(folded[:LONGEST])
    places = np.concatenate([buckets(piece, size) for size in SIZES[language]])
    found, counts = np.unique(places, return_counts=True)
    values = counts / np.sqrt(max(1, len(places)))
    extra = np.array([BUCKETS + number for number, hit in enumerate(cues) if hit], dtype=np.int64)
    return np.concatenate([found, extra]), np.concatenate([values, np.full(len(extra), 0.5)])


def use(language: Language, weights: npt.NDArray[np.floating], bias: npt.NDArray[np.floating]) -> None:
    """Puts weights in place of the ones that ship; for measuring."""
    _loaded[language] = (weights.astype(np.float32), bias.astype(np.float32))


def _weights_of(language: Language) -> _Weights:
    if language not in _loaded:
        with np.load(WEIGHTS / f"triage_{language.value}.npz", allow_pickle=False) as stored:
            use(language, stored["weights"], stored["bias"])
    return _loaded[language]


def logit(mode: str, folded: str, language: Language, cues: Sequence[bool] = ()) -> float:
    """More than 0: more likely than not."""
    weights, bias = _weights_of(language)
    row = MODES.index(mode)
    places, values = features(folded, language, cues)
    return float(weights[row, places] @ values + bias[row])
