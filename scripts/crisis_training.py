"""What triage's second reader learns from beside the patterns, and the part of it that weighs sentence vectors.

Of crisis_voices_*.txt one message in five of every kind, of others_danger_*.txt one in twelve is held out: these choose
the limits.
"""

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from publisher.domain.places import Language
from publisher.policy.text import Text
from publisher.policy.triage.second_reader import LONGEST, MEANINGS, windows
from scripts.others import TRAINING, held, rows
from vectorstore import embeddings

HELD_OUT_SHARE = 5
OTHERS, LONG = "others", "long"
KEPT = "student"  # the voice of crisis_people_*.txt whose mistakes nobody looks at
SHARED, OWN, PENALTY, STEPS, FINEST = 3.5, 2.5, 2.0, 12, 3

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Voice:
    """One message, the kind of voice it speaks in, and whether somebody is in danger."""

    kind: str
    danger: bool
    text: str
    held_out: bool


def voices(language: Language) -> list[Voice]:
    kind, read = "", []
    for line in (TRAINING / f"crisis_voices_{language.value}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            kind = line[2:]
        elif line and not line.startswith("#"):
            held_out = zlib.crc32(line.encode()) % HELD_OUT_SHARE == 0
            read.append(Voice(kind, kind.startswith("danger"), line, held_out))
    return read


def others(language: Language) -> list[Voice]:
    """Messages of hands that saw no rule."""
    return [Voice(OTHERS, mark == "D", text, held(text)) for mark, text in rows(f"others_danger_{language.value}")]


def long_posts(language: Language) -> list[Voice]:
    """Of calm posts all pieces that a message is read in, of dangerous ones the piece that tells it."""
    read = []
    for mark, text in rows(f"long_posts_{language.value}"):
        post = text.replace("\\n", "\n")
        for piece in _pieces(post, language) if mark == "C" else [post]:
            read.append(Voice(LONG, mark == "D", piece, held(text)))
    return read


def _pieces(post: str, language: Language) -> list[str]:
    read = Text(post, language)
    places = [read.sentence(number) for number in range(len(read.sentence_starts))]
    return list(dict.fromkeys(windows(read.folded, [place for place in places if place[1] > place[0]])))


def people(language: Language, *, kept: bool) -> list[tuple[bool, str]]:
    """Whether somebody is in danger, and what was written: by the voice nobody looked at, from which nothing learns, or
    by the other eleven, from which the tuned reader does."""
    voice, danger, read = "", False, []
    for line in (TRAINING / f"crisis_people_{language.value}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            voice, part = line[2:].split()
            danger = part == "danger"
        elif line and not line.startswith("#") and (voice == KEPT) is kept:
            read.append((danger, line))
    return read


def fit_meaning(
    texts: list[str], languages: list[Language], danger: list[bool], weights: list[float]
) -> dict[Language, tuple[_Floats, float]]:
    """Ridge logistic regression on the sentence vectors of folded texts: one slope that all languages share, and what
    each adds to it. Newton's steps, so that the order of the texts does not matter. Rounded, against the last bits of
    a sum.
    """
    read = embeddings.load("use").questions([text[:LONGEST] for text in texts]).astype(np.float64)
    own = [np.array([one is language for one in languages])[:, None] for language in Language]
    inputs = np.hstack([SHARED * read, *(OWN * read * is_own for is_own in own), np.ones((len(read), 1))])
    goals, counted = np.array(danger, dtype=float), np.array(weights)
    for goal in (0.0, 1.0):  # both sides weigh the same
        counted[goals == goal] /= counted[goals == goal].sum()
    counted *= len(goals) / counted.sum()
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 1e-6
    slope = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-inputs @ slope))
        gradient = inputs.T @ (counted * (likely - goals)) + penalty * slope
        curvature = (inputs * (counted * likely * (1 - likely))[:, None]).T @ inputs + np.diag(penalty)
        slope -= np.linalg.solve(curvature, gradient)
    parts = slope[:-1].reshape(-1, MEANINGS)
    return {
        language: (np.round(SHARED * parts[0] + OWN * parts[number + 1], FINEST), float(np.round(slope[-1], FINEST)))
        for number, language in enumerate(Language)
    }
