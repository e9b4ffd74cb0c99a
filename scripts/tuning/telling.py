"""How a row is given to the reader, and figures of what it makes of many."""

from pathlib import Path

import numpy as np

from scripts.tuning.texts import Example
from vectorstore.tuned import BETWEEN, LONGEST, file_of

FALSE = 0.05  # share of what is wrong that may be taken for right where a recall is told


def out_file(kind: str) -> Path:
    """Where what was learned is written."""
    return Path(__file__).parents[2] / "vectorstore" / file_of(kind)


def written(example: Example, *, turned: bool = False) -> str:
    """The text as the reader is given it; a pair in one order or the other."""
    if example.other is None:
        return example.text[:LONGEST]
    pair = example.text[:LONGEST], example.other[:LONGEST]
    return BETWEEN.join(pair[::-1] if turned else pair)


def told(out: list[Example], asked: tuple[str, ...], scores: np.ndarray) -> None:
    """For each list and answer: average precision, and how many are found where one of twenty others is taken so."""
    groups: dict[tuple[str, str, str], list[tuple[float, int]]] = {}
    for example, row in zip(out, scores, strict=True):
        for name, goal in example.goals.items():
            if goal is not None:
                group = groups.setdefault((name, example.list_, example.language), [])
                group.append((float(row[asked.index(name)]), goal))
    for group, read in sorted(groups.items()):
        values, labels = np.array([one for one, _ in read]), np.array([one for _, one in read])
        if 0 < labels.sum() < len(labels):
            ranked = labels[np.argsort(-values)]
            precision = (np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked == 1].mean()
            others = np.sort(values[labels == 0])[::-1]
            found = (values[labels == 1] > others[int(FALSE * len(others))]).mean()
            print(*group, f"{len(read)} rows, average precision {precision:.3f}, found {found:.2f}", flush=True)
