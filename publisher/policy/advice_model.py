"""A small linear model beside the cues: how much a sentence reads as a clinical act towards one person, as selling, as
claiming too much, as telling of a patient.

Hashed character n-grams and the cues of a sentence, its vector where these leave a doubt, and the tuned reader's word
where it would be held or nearly so. Float16 weights, one set per language and mode, trained in the open by
scripts/train_advice.py on content/training. Reads a text at once.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from publisher.domain.places import Language
from vectorstore import embeddings
from vectorstore.tuned import ASKED, tuned

SIZES = {Language.ZH: (1, 2, 3, 4), Language.RU: (3, 4, 5, 6), Language.EN: (3, 4, 5, 6)}
BUCKETS = 1 << 16
MODES = ("reply", "alone", "sale", "claim", "story")
LONGEST = 300  # characters of a sentence that are read; a longer one is a list or a table
_ADVICE_CUES = """
conditional condition_then general referral information diagnosis reading no_visit overrule private order order_loose
change dose similar yours treat reassure verdict plan condition permit odds status
"""
CUES = (
    *(f"advice_{name}" for name in _ADVICE_CUES.split()),
    *("medicine", "medicine_rx", "remedy", "disease", "negation"),
    *("offer", "buy", "praise", "promise", "superlative", "miracle", "cures", "rate", "deter", "testimonial"),
    *("patient_story", "quasi_work", "quasi_place", "quasi_age", "quasi_day", "citation", "consumer_product"),
)
SHAPES = (12, 25, 45, 90)  # a sentence of at most so many characters (twice as many letters as Chinese ones)
COLUMNS = len(CUES) + len(SHAPES) + 2  # and whether it asks, and whether it holds a number
CUE_VALUE = 0.3  # what a cue counts beside the n-grams of a sentence, which together count 1 or a little more
MEANINGS = 512  # dimensions of a sentence's vector
DOUBT = ((-1.9, 0.6), (-2.1, 0.3), (-2.9, -0.6), (-2.7, -0.3), (-3.4, -1.1))
"""Logits by the order of MODES: inside any of these a sentence's vector is asked, which takes milliseconds."""
CLOSE = (-1.5, -1.7, -2.5, -2.0, -3.0)
"""Logits by the order of MODES: above any of these the tuned reader is asked, which takes some 10 ms a sentence."""
READER, SHIFT = 0.5, (-0.8, -1.1, -1.7, -0.4, -1.5)
"""What its word weighs beside the model's own, and what is added to both: together they part more clearly, so that what
they must reach is higher. Chosen on sentences of other hands from which nothing learned."""
MOST_KEPT = 4000  # vectors of 2 kB
WEIGHTS = Path(__file__).parent / "weights"

_LOUD_CUES = """
offer buy praise promise superlative miracle cures rate deter testimonial
"""
_LOUD = [CUES.index(cue) for cue in _LOUD_CUES.split()]
"""Cues that hold a sentence by their own: the tuned reader may speak against them."""
_ASKED = [ASKED["texts"].index(mode) for mode in MODES]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(1_000_003)
_START, _END = "\x02", "\x03"
_Floats = npt.NDArray[np.float64]


def buckets(folded: str, size: int) -> npt.NDArray[np.int64]:
    """The bucket of the n-gram of `size` characters at each place of a text."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < size:
        return np.zeros(0, dtype=np.int64)
    with np.errstate(over="ignore"):
        rolled = np.full(len(codes) - size + 1, size, dtype=np.uint64)
        for place in range(size):
            rolled = rolled * _BASE + codes[place : len(codes) - size + 1 + place]
        return ((rolled * _MULTIPLIER) >> np.uint64(48)).astype(np.int64) % BUCKETS


def framed(sentence: str) -> str:
    return f"{_START}{sentence}{_END}"


_Singles = npt.NDArray[np.float32]
_Weights = tuple[_Singles, _Singles, _Singles, _Singles]
_loaded: dict[Language, _Weights] = {}


def preload() -> None:
    """Reads all weights and the model of vectors, so that checks touch no file."""
    for language in Language:
        _weights_of(language)
    embeddings.load("use")
    if (reader := tuned("texts")) is not None:
        reader.of(["."])


def _weights_of(language: Language) -> _Weights:
    if language not in _loaded:
        with np.load(WEIGHTS / f"advice_{language.value}.npz", allow_pickle=False) as stored:
            use(language, stored["weights"], stored["cues"], stored["bias"], stored["meaning"])
    return _loaded[language]


def use(
    language: Language,
    weights: npt.NDArray[np.floating],
    cues: npt.NDArray[np.floating],
    bias: npt.NDArray[np.floating],
    meaning: npt.NDArray[np.floating],
) -> None:
    """Puts weights in place of the ones that ship; for measuring. `meaning`: a row per mode, what each dimension of a
    vector weighs and then a bias."""
    rows = np.ascontiguousarray(weights.astype(np.float32).T)  # what one n-gram weighs in all modes lies together
    _loaded[language] = (rows, cues.astype(np.float32), bias.astype(np.float32), meaning.astype(np.float32))


def shapes(folded: str, language: Language) -> tuple[bool, ...]:
    """The columns that stand after those of the cues."""
    size = len(folded) * (1 if language is Language.ZH else 0.5)
    return (*(size <= limit for limit in SHAPES), folded.endswith(("?", "？")), any(map(str.isdigit, folded)))


def scores(sentences: Sequence[str], marks: npt.NDArray[np.bool_], language: Language) -> _Floats:
    """For each sentence the logits in the order of MODES; more than 0 means more likely than not.

    Folded sentences; `marks` has a row per sentence and COLUMNS columns.
    """
    if not sentences:
        return np.zeros((0, len(MODES)))
    weights, cue_weights, bias, meaning = _weights_of(language)
    pieces = [framed(sentence[:LONGEST]) for sentence in sentences]
    ends = np.cumsum([len(piece) for piece in pieces])
    starts = ends - [len(piece) for piece in pieces]
    text = "".join(pieces)
    total, count = np.zeros((len(pieces), len(MODES))), np.zeros(len(pieces))
    for size in SIZES[language]:
        places = buckets(text, size)
        running = np.zeros((len(places) + 1, len(MODES)))
        np.cumsum(weights[places], axis=0, dtype=np.float64, out=running[1:])
        last = np.clip(ends - size + 1, starts, len(running) - 1)
        first = np.minimum(starts, len(running) - 1)
        total += running[last] - running[first]
        count += last - first
    read: _Floats = total / np.sqrt(np.maximum(count, 1))[:, None] + CUE_VALUE * (marks @ cue_weights.T) + bias
    low, high = np.array(DOUBT).T
    doubtful = np.flatnonzero(np.any((read > low) & (read < high), axis=1))
    if len(doubtful):
        vectors = _vectors([sentences[number][:LONGEST] for number in doubtful.tolist()])
        read[doubtful] += vectors @ meaning[:, :-1].T + meaning[:, -1]
    close = np.flatnonzero(np.any(read > CLOSE, axis=1) | np.any(marks[:, _LOUD], axis=1))
    if len(close) and (reader := tuned("texts")) is not None:
        again = reader.of([sentences[number][:LONGEST] for number in close.tolist()])[:, _ASKED]
        read[close] = (1 - READER) * read[close] + READER * again + SHIFT
    return read


_known: dict[str, _Singles] = {}


def _vectors(sentences: list[str]) -> _Singles:
    """A row per sentence. Those of a text that is checked again after each word are kept for a while."""
    found = {one: kept for one in sentences if (kept := _known.get(one)) is not None}
    if new := [one for one in dict.fromkeys(sentences) if one not in found]:
        found |= zip(new, embeddings.load("use").questions(new), strict=True)
        if len(_known) > MOST_KEPT:
            _known.clear()
        _known.update(found)
    return np.stack([found[one] for one in sentences])
