"""Trains the advice model from content/training and writes its weights; the same input gives the same bytes.

Usage: python -m scripts.train_advice [--blind]    (--blind trains on two thirds of the patterns and measures the rest)
"""

import io
import json
import math
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.advice_model import BUCKETS, COLUMNS, CUE_VALUE, LONGEST, MODES, SIZES, WEIGHTS, buckets, framed
from publisher.policy.loading import load_library
from publisher.policy.packs import Good
from publisher.policy.reading import CueTable, Reading
from publisher.policy.text import Text
from publisher.policy.weighing import marks
from publisher.resources import content_folder
from scripts.others import held
from vectorstore import embeddings

TRAINING = Path(__file__).parents[1] / "content" / "training"
ROUNDS, STEP, DECAY = 15, 3.0, 1e-3
NEWTON, STRETCH, PULL = 12, 4.0, 1 / 3  # steps, scale and pull to zero of the weights of vectors
SHARE = 0.35  # how much a vector's own logit counts beside that of the n-grams
MIDDLE = np.array([-0.7, -1.5, -2.4, -1.5, -4.3])
"""The vector's own logit that leaves a sentence where its n-grams put it, in the order of MODES: about one plain
sentence in twenty weighs more. Both were chosen with whole voices left out."""
BLIND_SHARE = 3
MOST_VARIANTS = 6  # of one line
OTHERS = "others_gate"  # by other hands; a part of it is kept
MANNERS = {"P": "sale", "C": "claim", "S": "story"}
OF_KIND = {
    "individual_advice": ("reply", "alone"),
    "commercial": ("sale",),
    "channel_ban": ("sale",),
    "required_text": ("sale",),
    "claim": ("claim",),
    "personal_data": ("story",),
}


def rows_of(language: Language) -> list[dict[str, Any]]:
    """All labelled sentences to learn from: patterns with their variants, the voices, then the manners."""
    lines = (TRAINING / f"advice_{language.value}.jsonl").read_text(encoding="utf-8").splitlines()
    voices = [json.loads(line) for line in lines]
    for name in ("voices", "more", "plain", "wide", "hands", OTHERS):
        file = TRAINING / f"{name}_{language.value}.txt"
        voices += labelled(file) if file.exists() else []
    voices = [row for row in voices if not (row["pattern"].startswith(OTHERS) and held(row["text"]))]
    for row in voices:
        row.update({name: row.get(name, None if row["reply"] else 0) for name in MANNERS.values()})
    return [*voices, *labelled(TRAINING / f"manner_{language.value}.txt"), *examples_of(language)]


def examples_of(language: Language) -> Iterator[dict[str, Any]]:
    """The packs' own sentences: good ones are nothing the model looks for, bad ones are what their rule is about."""
    library = load_library(content_folder(), compile_all=False)
    for rule in (rule for pack in library.packs.values() for rule in pack.rules):
        for number, example in enumerate([*rule.examples.good, *rule.examples.bad]):
            if example.language is language and not example.context.flags:
                row: dict[str, Any] = {"pattern": f"{rule.id}-{number}", "text": re.sub("[⟦⟧]", "", example.text)}
                if isinstance(example, Good):
                    yield {**row, **dict.fromkeys(MODES, 0)}
                elif rule.kind in OF_KIND and not rule.id.startswith("PII-"):
                    yield {**row, **dict.fromkeys(MODES), **dict.fromkeys(OF_KIND[rule.kind], 1)}


def labelled(file: Path) -> list[dict[str, Any]]:
    """Lines `11|sentence` under `# voice`; `{one/other}` makes a variant for each of its options. In files of manners
    the mark is P, C, S or N. A mode that a row says nothing about is None."""
    rows: list[dict[str, Any]] = []
    voice = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            voice = line[2:].split(":")[0]
        elif line:
            marks, sentence = line.split("|", 1)
            known = {"pattern": f"{file.stem}-{voice}-{number}", **_labels(marks)}
            rows += [{**known, "text": one} for one in variants(sentence)]
    return rows


def _labels(marks: str) -> dict[str, int | None]:
    if marks.isdigit():
        return {"reply": int(marks[0]), "alone": int(marks[1])}
    advice = 0 if marks == "N" else None
    return {"reply": advice, "alone": advice, **{name: int(marks == mark) for mark, name in MANNERS.items()}}


def variants(sentence: str) -> list[str]:
    """Every option at least about once, each place drawing by a hash of its own, so that places go together anyhow."""
    pieces = re.split(r"\{(.*?)\}", sentence)  # every second piece is a place
    places = [place.split("/") for place in pieces[1::2]]
    count = min(MOST_VARIANTS, math.prod(map(len, places)))
    drawn = dict.fromkeys(
        tuple(_draw(sentence, turn, number, place) for number, place in enumerate(places)) for turn in range(3 * count)
    )
    return ["".join(_filled(pieces, options)) for options in [*drawn][:count]]


def _draw(sentence: str, turn: int, number: int, options: list[str]) -> str:
    """The first turns go through the options in order."""
    if turn < len(options):
        return options[(turn + number) % len(options)]
    return options[zlib.crc32(f"{turn} {number} {sentence}".encode()) % len(options)]


def _filled(pieces: list[str], options: tuple[str, ...]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        yield options[number // 2] if number % 2 else piece


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


def train(
    rows: list[dict[str, Any]], language: Language, read: list[tuple[np.ndarray, np.ndarray]] | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logistic regression by stochastic gradient steps in a fixed order, averaged over the rounds.

    Returns the weights of the n-grams, of the cues, and the bias.
    """
    read = read or [features(row["text"], language) for row in rows]
    goals = np.array([[row[mode] for mode in MODES] for row in rows], dtype=float)
    weights, bias = np.zeros((len(MODES), BUCKETS + COLUMNS)), np.zeros(len(MODES))
    total, total_bias = np.zeros(weights.shape), np.zeros(len(MODES))
    order = np.random.default_rng(20261122)
    for round_number in range(ROUNDS):
        step = STEP / (1 + round_number / 5)
        for index in order.permutation(len(rows)):
            places, values = read[index]
            logits = weights[:, places] @ values + bias
            error = np.nan_to_num(goals[index] - 1 / (1 + np.exp(-logits)))  # no word on a mode, no step in it
            weights[:, places] += step * (error[:, None] * values - DECAY * weights[:, places])
            bias += 0.02 * step * error
        total += weights
        total_bias += bias
    total /= ROUNDS
    return total[:, :BUCKETS], total[:, BUCKETS:], total_bias / ROUNDS


def vectors_of(rows: list[dict[str, Any]], language: Language) -> np.ndarray:
    return embeddings.load("use").questions([Text(row["text"], language).folded[:LONGEST] for row in rows])


def train_meaning(rows: list[dict[str, Any]], vectors: np.ndarray) -> np.ndarray:
    """Logistic regression on the vectors by Newton's method: a row per mode, the bias last, ready to be added."""
    wide = np.concatenate([STRETCH * vectors.astype(float), np.ones((len(vectors), 1))], axis=1)
    pull = np.diag([PULL] * (wide.shape[1] - 1) + [1e-6])
    found = []
    for mode in MODES:
        told = [number for number, row in enumerate(rows) if row[mode] is not None]
        goal = np.array([rows[number][mode] for number in told], dtype=float)
        weights, own = np.zeros(wide.shape[1]), wide[told]
        for _ in range(NEWTON):
            likely = 1 / (1 + np.exp(-np.clip(own @ weights, -30, 30)))
            slope = own.T @ (likely - goal) + pull @ weights
            weights -= np.linalg.solve((own * (likely * (1 - likely))[:, None]).T @ own + pull, slope)
        found.append(weights)
    meaning = SHARE * np.array(found)
    meaning[:, :-1] *= STRETCH
    meaning[:, -1] -= SHARE * MIDDLE
    return meaning


def learned(rows: list[dict[str, Any]], language: Language) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Everything advice_model.use takes."""
    return *train(rows, language), train_meaning(rows, vectors_of(rows, language))


def write(file: Path, weights: np.ndarray, cues: np.ndarray, bias: np.ndarray, meaning: np.ndarray) -> None:
    """An .npz whose bytes depend on nothing but the arrays."""
    file.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        halves, singles = (
            (("weights", weights), ("cues", cues), ("meaning", meaning)),
            ("bias", bias.astype(np.float32)),
        )
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
        told = [row for row in blind if row[name] is not None]
        logits = [
            float(weights[mode, places] @ values + bias[mode])
            for places, values in (features(row["text"], language) for row in told)
        ]
        for limit in (0.0, 1.0, 2.0):
            caught = [logit > limit for logit, row in zip(logits, told, strict=True) if row[name]]
            false = [logit > limit for logit, row in zip(logits, told, strict=True) if not row[name]]
            found = f"caught {np.mean(caught):.2f} of {len(caught)}, false {np.mean(false):.3f} of {len(false)}"
            print(f"{language.value} {name:6} > {limit:g}: {found}")


def main() -> None:
    for language in Language:
        if "--blind" in sys.argv:
            measure(language)
        else:
            write(WEIGHTS / f"advice_{language.value}.npz", *learned(rows_of(language), language))


if __name__ == "__main__":
    main()
