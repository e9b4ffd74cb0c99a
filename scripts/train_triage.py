"""Trains triage's second reader from content/training/triage_*.txt; the same input gives the same bytes.

Usage: python scripts/train_triage.py [--blind]    (--blind trains on three quarters of the patterns, measures the rest)
"""

import io
import itertools
import json
import random
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from publisher import resources
from publisher.domain.places import Language
from publisher.policy.advice_model import BUCKETS
from publisher.policy.folding import fold
from publisher.policy.triage import Triage, second_reader
from publisher.policy.triage.second_reader import CUES, MODES, WEIGHTS, features

TRAINING = Path(__file__).parents[1] / "content" / "training"
ROUNDS, STEP, DECAY, VARIANTS, PLAIN_WEIGHT = 30, 2.0, 3e-4, 8, 0.4
BLIND_SHARE = 4
POSITIVE = {"crisis": ("crisis",), "individual": ("individual",)}
NEGATIVE = {
    "crisis": ("stress", "idiom", "about", "individual", "general", "chatter"),
    "individual": ("general", "chatter", "idiom"),
}


@dataclass(frozen=True)
class Row:
    """One sentence of a pattern. The variants of a pattern share one weight."""

    pattern: str
    kind: str
    text: str
    weight: float


def rows_of(language: Language) -> list[Row]:
    slots: dict[str, list[str]] = {}
    rows: list[Row] = []
    for line in (TRAINING / f"triage_{language.value}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, values = line[1:].split(" = ", 1)
            slots[name] = [value.strip() for value in values.split(" / ")]
        elif line and not line.startswith("#"):
            kind, pattern = line.split(" | ", 1)
            texts = variants(pattern, slots)
            rows += [Row(pattern, kind, text, 1 / np.sqrt(len(texts))) for text in texts]
    return rows


def plain_rows(language: Language, triage: Triage) -> list[Row]:
    """Sentences of doctors and of people who ask, and the red flags' near misses: nobody is in danger in them."""
    advice = (TRAINING / f"advice_{language.value}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = (TRAINING / f"questions_{language.value}.txt").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in advice[::2]]
    texts += [text.strip() for line in asked if " | " in line and line[0] != "#" for text in line.split(" | ")[1:]]
    near = [text for flag in triage.danger.flags for text in flag.near_misses.of(language)]
    return [Row(text, "plain", text, PLAIN_WEIGHT) for text in texts] + [Row(text, "plain", text, 1.0) for text in near]


def variants(pattern: str, slots: dict[str, list[str]]) -> list[str]:
    """A few fillings of a pattern, chosen by the pattern alone."""
    names = [name for name in slots if f"{{{name}}}" in pattern]
    if not names:
        return [pattern]
    fillings = list(itertools.product(*(slots[name] for name in names)))
    chosen = random.Random(zlib.crc32(pattern.encode())).sample(fillings, min(VARIANTS, len(fillings)))
    return [pattern.format(**dict(zip(names, one, strict=True))) for one in chosen]


def train(rows: list[Row], language: Language, triage: Triage) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression by stochastic gradient steps in a fixed order, averaged over the rounds."""
    size = BUCKETS + len(CUES)
    weights, bias = np.zeros((len(MODES), size)), np.zeros(len(MODES))
    for mode, name in enumerate(MODES):
        own = [row for row in rows if row.kind in (*POSITIVE[name], *NEGATIVE[name])]
        own += plain_rows(language, triage) if name == "crisis" else []
        read = [
            features(folded(row, language), language, cues_of(row, language, triage) if mode else ()) for row in own
        ]
        goals = np.array([row.kind in POSITIVE[name] for row in own], dtype=float)
        balance = {1.0: len(goals) / (2 * goals.sum()), 0.0: len(goals) / (2 * (1 - goals).sum())}
        row_weights = np.zeros(size)
        total, row_bias, total_bias = np.zeros(size), 0.0, 0.0
        order = np.random.default_rng(20261124)
        for round_number in range(ROUNDS):
            step = STEP / (1 + round_number / 5)
            for index in order.permutation(len(own)):
                places, values = read[index]
                error = goals[index] - 1 / (1 + np.exp(-(row_weights[places] @ values + row_bias)))
                error *= own[index].weight * min(3.0, balance[goals[index]])
                row_weights[places] += step * (error * values - DECAY * row_weights[places])
                row_bias += 0.02 * step * error
            total += row_weights
            total_bias += row_bias
        weights[mode], bias[mode] = total / ROUNDS, total_bias / ROUNDS
    return weights, bias


def write(file: Path, weights: np.ndarray, bias: np.ndarray) -> None:
    """An .npz whose bytes depend on nothing but the arrays."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in (("weights", weights.astype(np.float16)), ("bias", bias.astype(np.float32))):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED)


def folded(row: Row, language: Language) -> str:
    return fold(row.text, language)[0]


def cues_of(row: Row, language: Language, triage: Triage) -> list[bool]:
    signs = triage.signs(folded(row, language), language)
    return [*(signs[name] is not None for name in CUES if name != "short"), len(row.text) < 12]


def is_blind(row: Row) -> bool:
    """Whole patterns, never single sentences, are held out."""
    return zlib.crc32(row.pattern.encode()) % BLIND_SHARE == 0


def measure(language: Language, triage: Triage) -> None:
    """The whole triage (cues and second reader) on patterns the reader was not trained on."""
    rows = rows_of(language)
    second_reader.use(language, *train([row for row in rows if not is_blind(row)], language, triage))
    blind = [row for row in rows if is_blind(row)]
    by_kind: dict[str, list[str]] = {}
    for row in blind:
        by_kind.setdefault(row.kind, []).append(triage.read(row.text, language).route.value)
        if "--errors" in sys.argv and row.kind in ("crisis", "stress", "idiom", "about"):
            wrong = (by_kind[row.kind][-1] == "crisis") != (row.kind == "crisis")
            print(f"  {row.kind}: {row.text}" if wrong else "", end="\n" if wrong else "")
    for kind, routes in sorted(by_kind.items()):
        counts = {route: routes.count(route) for route in sorted(set(routes))}
        print(f"{language.value} {kind:10} {len(routes):4} sentences: {counts}")


def main() -> None:
    triage = Triage(resources.content_folder(), {})
    for language in Language:
        if "--blind" in sys.argv:
            measure(language, triage)
        else:
            WEIGHTS.mkdir(exist_ok=True)
            write(WEIGHTS / f"triage_{language.value}.npz", *train(rows_of(language), language, triage))


if __name__ == "__main__":
    main()
