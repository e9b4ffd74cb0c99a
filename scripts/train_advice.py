"""Trains the advice model from content/training and writes its weights; the same input gives the same bytes.

Usage: python scripts/train_advice.py [--blind]    (--blind trains on two thirds of the patterns and measures the rest)
"""

import io
import json
import re
import sys
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.advice import marks
from publisher.policy.advice_model import BUCKETS, COLUMNS, CUE_VALUE, LONGEST, MODES, SIZES, WEIGHTS, buckets, framed
from publisher.policy.loading import load_library
from publisher.policy.reading import CueTable, Reading
from publisher.policy.text import Text
from publisher.resources import content_folder

TRAINING = Path(__file__).parents[1] / "content" / "training"
ROUNDS, STEP, DECAY = 40, 3.0, 2e-4
BLIND_SHARE = 3


def rows_of(language: Language) -> list[dict[str, Any]]:
    """All labelled sentences to learn from: patterns with their variants, then the voices."""
    lines = (TRAINING / f"advice_{language.value}.jsonl").read_text(encoding="utf-8").splitlines()
    return [*(json.loads(line) for line in lines), *labelled(TRAINING / f"voices_{language.value}.txt")]


def labelled(file: Path) -> list[dict[str, Any]]:
    """Lines `11|sentence` under `# voice`; `{one/other}` makes a variant for each of its options."""
    rows: list[dict[str, Any]] = []
    voice = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            voice = line[2:].split(":")[0]
        elif line:
            marks, sentence = line.split("|", 1)
            pattern, (reply, alone) = f"{file.stem}-{voice}-{number}", map(int, marks)
            rows += [{"pattern": pattern, "text": one, "reply": reply, "alone": alone} for one in variants(sentence)]
    return rows


def variants(sentence: str) -> list[str]:
    """Every option once, several places going on together."""
    pieces = re.split(r"\{(.*?)\}", sentence)  # every second piece is a place
    count = max((len(place.split("/")) for place in pieces[1::2]), default=1)
    return ["".join(_turn(piece, turn, number % 2) for number, piece in enumerate(pieces)) for turn in range(count)]


def _turn(piece: str, turn: int, is_place: int) -> str:
    options = piece.split("/") if is_place else [piece]
    return options[turn % len(options)]


@cache
def cue_table() -> CueTable:
    return load_library(content_folder()).cues


def features(text: str, language: Language) -> tuple[np.ndarray, np.ndarray]:
    """Places and their values: n-gram counts over the square root of how many there are, then the cues."""
    reading = Reading(Text(text, language), CheckContext(language=language), cue_table())
    stand = np.flatnonzero(marks(reading, [(0, len(reading.text.folded))])[0])
    piece = framed(reading.text.folded[:LONGEST])
    places = np.concatenate([buckets(piece, size) for size in SIZES[language]])
    found, counts = np.unique(places, return_counts=True)
    return (
        np.concatenate([found, stand + BUCKETS]),
        np.concatenate([counts / np.sqrt(max(1, len(places))), np.full(len(stand), CUE_VALUE)]),
    )


def train(rows: list[dict[str, Any]], language: Language) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logistic regression by stochastic gradient steps in a fixed order, averaged over the rounds.

    Returns the weights of the n-grams, of the cues, and the bias.
    """
    read = [features(row["text"], language) for row in rows]
    goals = np.array([[row[mode] for mode in MODES] for row in rows], dtype=float)
    weights, bias = np.zeros((2, BUCKETS + COLUMNS)), np.zeros(2)
    total, total_bias = np.zeros(weights.shape), np.zeros(2)
    order = np.random.default_rng(20261122)
    for round_number in range(ROUNDS):
        step = STEP / (1 + round_number / 5)
        for index in order.permutation(len(rows)):
            places, values = read[index]
            logits = weights[:, places] @ values + bias
            error = goals[index] - 1 / (1 + np.exp(-logits))
            weights[:, places] += step * (error[:, None] * values - DECAY * weights[:, places])
            bias += 0.02 * step * error
        total += weights
        total_bias += bias
    total /= ROUNDS
    return total[:, :BUCKETS], total[:, BUCKETS:], total_bias / ROUNDS


def write(file: Path, weights: np.ndarray, cues: np.ndarray, bias: np.ndarray) -> None:
    """An .npz whose bytes depend on nothing but the arrays."""
    file.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        halves, singles = (("weights", weights), ("cues", cues)), ("bias", bias.astype(np.float32))
        for name, array in (*((name, array.astype(np.float16)) for name, array in halves), singles):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(), zipfile.ZIP_DEFLATED
            )


def is_blind(row: dict[str, Any]) -> bool:
    """Whole patterns, never single sentences, are held out."""
    return zlib.crc32(row["pattern"].encode()) % BLIND_SHARE == 0


def measure(language: Language) -> None:
    rows = rows_of(language)
    ngrams, cues, bias = train([row for row in rows if not is_blind(row)], language)
    weights = np.concatenate([ngrams, cues], axis=1)
    blind = [row for row in rows if is_blind(row)]
    for mode, name in enumerate(MODES):
        logits = [
            float(weights[mode, places] @ values + bias[mode])
            for places, values in (features(row["text"], language) for row in blind)
        ]
        for limit in (0.0, 1.0, 2.0):
            caught = [logit > limit for logit, row in zip(logits, blind, strict=True) if row[name]]
            false = [logit > limit for logit, row in zip(logits, blind, strict=True) if not row[name]]
            found = f"caught {np.mean(caught):.2f} of {len(caught)}, false {np.mean(false):.3f} of {len(false)}"
            print(f"{language.value} {name:6} > {limit:g}: {found}")


def main() -> None:
    for language in Language:
        if "--blind" in sys.argv:
            measure(language)
        else:
            write(WEIGHTS / f"advice_{language.value}.npz", *train(rows_of(language), language))


if __name__ == "__main__":
    main()
