"""Trains the advice model from content/training and writes its weights; the same input gives the same bytes.

Usage: python scripts/train_advice.py [--blind]    (--blind trains on two thirds of the patterns and measures the rest)
"""

import io
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from publisher.domain.places import Language
from publisher.policy.advice_model import BUCKETS, MODES, SIZES, WEIGHTS, buckets, framed
from publisher.policy.text import fold

TRAINING = Path(__file__).parents[1] / "content" / "training"
ROUNDS, STEP, DECAY = 40, 3.0, 2e-4
BLIND_SHARE = 3


def rows_of(language: Language) -> list[dict[str, Any]]:
    lines = (TRAINING / f"advice_{language.value}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def features(text: str, language: Language) -> tuple[np.ndarray, np.ndarray]:
    """Buckets and their values: counts over the square root of how many n-grams there are."""
    piece = framed(fold(text)[0])
    places = np.concatenate([buckets(piece, size) for size in SIZES[language]])
    found, counts = np.unique(places, return_counts=True)
    return found, counts / np.sqrt(max(1, len(places)))


def train(rows: list[dict[str, Any]], language: Language) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression by stochastic gradient steps in a fixed order, averaged over the rounds."""
    read = [features(row["text"], language) for row in rows]
    goals = np.array([[row[mode] for mode in MODES] for row in rows], dtype=float)
    weights, bias = np.zeros((2, BUCKETS)), np.zeros(2)
    total, total_bias = np.zeros((2, BUCKETS)), np.zeros(2)
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
    return total / ROUNDS, total_bias / ROUNDS


def write(file: Path, weights: np.ndarray, bias: np.ndarray) -> None:
    """An .npz whose bytes depend on nothing but the arrays."""
    file.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in (("weights", weights.astype(np.float16)), ("bias", bias.astype(np.float32))):
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
    weights, bias = train([row for row in rows if not is_blind(row)], language)
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
