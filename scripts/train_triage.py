"""Trains triage's second reader from triage_*.txt, crisis_voices_*.txt and others_danger_*.txt of content/training.

The same input gives the same bytes.
Usage: python -m scripts.train_triage [--blind]    (--blind trains on three quarters of the patterns, measures the rest)
"""

import io
import itertools
import json
import random
import re
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
from scripts.crisis_training import fit_meaning, others, voices
from scripts.others import held
from scripts.others import rows as others_rows

TRAINING = Path(__file__).parents[1] / "content" / "training"
ROUNDS, STEP, DECAY, VARIANTS, PLAIN_WEIGHT = 30, 2.0, 3e-4, 8, 0.4
BLIND_SHARE = 4
POSITIVE = {"crisis": ("crisis",), "individual": ("individual",)}
NEGATIVE = {
    "crisis": ("stress", "idiom", "about", "individual", "general", "chatter", "calm"),
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
    told = [text for row in others_rows(f"others_questions_{language.value}") if not held(row[0]) for text in row[1:]]
    near = [text for flag in triage.danger.flags for text in flag.near_misses.of(language)]
    plain = [Row(text, "plain", text, PLAIN_WEIGHT) for text in texts]
    return plain + [Row(text, "plain", text, 1.0) for text in (*told, *near)]


def voice_rows(language: Language) -> list[Row]:
    """Messages in many voices, without those held out; each sentence of a calm one is calm by itself."""
    rows = []
    for voice in (*voices(language), *others(language)):
        if not voice.held_out:
            rows.append(Row(voice.text, "crisis" if voice.danger else "calm", voice.text, 1.0))
            parts = [] if voice.danger else sentences_of(voice.text)
            rows += [Row(voice.text, "calm", part, 1 / np.sqrt(len(parts))) for part in parts if len(parts) > 1]
    return rows


def sentences_of(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?。！？])\s*", text) if part.strip()]


def variants(pattern: str, slots: dict[str, list[str]]) -> list[str]:
    """A few fillings of a pattern, chosen by the pattern alone."""
    names = [name for name in slots if f"{{{name}}}" in pattern]
    if not names:
        return [pattern]
    fillings = list(itertools.product(*(slots[name] for name in names)))
    chosen = random.Random(zlib.crc32(pattern.encode())).sample(fillings, min(VARIANTS, len(fillings)))
    return [pattern.format(**dict(zip(names, one, strict=True))) for one in chosen]


def of_mode(rows: list[Row], name: str) -> list[Row]:
    return [
        row for row in rows if row.kind in (*POSITIVE[name], *NEGATIVE[name], *(["plain"] if name == "crisis" else []))
    ]


def train(rows: list[Row], language: Language, triage: Triage) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression by stochastic gradient steps in a fixed order, averaged over the rounds."""
    size = BUCKETS + len(CUES)
    weights, bias = np.zeros((len(MODES), size)), np.zeros(len(MODES))
    for mode, name in enumerate(MODES):
        own = of_mode(rows, name)
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


def train_meaning(rows: dict[Language, list[Row]]) -> dict[Language, np.ndarray]:
    """For each language what a sentence's vector weighs, and its bias last. All languages are learnt from together."""
    all_rows = [(language, row) for language in Language for row in of_mode(rows[language], "crisis")]
    fitted = fit_meaning(
        [folded(row, language) for language, row in all_rows],
        [language for language, _ in all_rows],
        [row.kind == "crisis" for _, row in all_rows],
        [row.weight for _, row in all_rows],
    )
    return {language: np.append(slope, bias) for language, (slope, bias) in fitted.items()}


def write(file: Path, weights: np.ndarray, bias: np.ndarray, meaning: np.ndarray) -> None:
    """An .npz whose bytes depend on nothing but the arrays."""
    arrays = {"weights": weights.astype(np.float16), "bias": bias.astype(np.float32)}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in (arrays | {"meaning": meaning.astype(np.float16)}).items():
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


def measure(language: Language, blind: list[Row], triage: Triage) -> None:
    """The whole triage (cues and second reader) on patterns the reader was not trained on."""
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
    blind = "--blind" in sys.argv
    patterns = {language: rows_of(language) for language in Language}
    rows = {
        language: [row for row in patterns[language] if not (blind and is_blind(row))]
        + voice_rows(language)
        + plain_rows(language, triage)
        for language in Language
    }
    meaning = train_meaning(rows)
    for language in Language:
        weights, bias = train(rows[language], language, triage)
        if blind:
            second_reader.use(language, weights, bias, meaning[language])
            measure(language, [row for row in patterns[language] if is_blind(row)], triage)
        else:
            WEIGHTS.mkdir(exist_ok=True)
            write(WEIGHTS / f"triage_{language.value}.npz", weights, bias, meaning[language])


if __name__ == "__main__":
    main()
