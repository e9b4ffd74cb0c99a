"""Directions of the precise model along which sentences lie apart that contradict, and not those that say the same.

Learned in the open by `scripts/train_claims.py` into claims.npz; of another model than theirs nothing is read.
"""

import functools
from importlib.resources import as_file, files

import numpy as np

from vectorstore import embeddings
from vectorstore.embeddings import Vectors
from vectorstore.meaning import Meanings

FILE = "claims.npz"


@functools.cache
def reader() -> Meanings | None:
    """Remembers vectors of the model the directions were learned from; None where that model is not the one in use."""
    plain = _plain()
    if not plain or embeddings.load("auto").name != str(plain["model"]):
        return None
    return Meanings("auto")


@functools.cache
def _plain() -> dict[str, Vectors]:
    place = files(__package__) / FILE
    if not place.is_file():
        return {}
    with as_file(place) as path, np.load(path) as plain:
        return dict(plain)


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Unit vectors without what every sentence of the language shares."""
    found = vectors - mean
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=-1, keepdims=True), 1e-9), np.float32)


def senses(one: str, other: str, language: str, meanings: Meanings, differs: float) -> dict[str, float]:
    """What is learned from, by name. `differs` is 1 where words or numbers were found that differ."""
    plain = _plain()
    mean = plain.get(f"mean_{language}", plain["mean_en"])
    return named(centred(meanings.of([one, other]), mean), plain["directions"], differs)


def named(pair: Vectors, directions: Vectors, differs: float) -> dict[str, float]:
    """The features of two centred vectors."""
    likeness = float(pair[0] @ pair[1])
    found = {"near": likeness, "very near": likeness**2}
    found |= {f"differs, {name}": differs * value for name, value in list(found.items())}
    first, second = pair @ directions
    for place, (here, there) in enumerate(zip(first, second, strict=True)):
        found[f"sense {place} shared"] = float(here * there)
        found[f"sense {place} apart"] = abs(float(here - there))
    return found


def apart(pairs: tuple[Vectors, Vectors], opposed: Vectors, alike: Vectors, kept: int, wide: int) -> Vectors:
    """The `kept` directions in which opposed pairs differ most beside pairs that say the same.

    Both are index arrays into `pairs`; of the model's dimensions the `wide` strongest are weighed, with a ridge.
    """
    strongest = np.linalg.svd(np.vstack(pairs), full_matrices=False)[2][:wide]
    difference = (pairs[0] - pairs[1]) @ strongest.T
    far = difference[opposed].T @ difference[opposed] / len(opposed)
    same = difference[alike].T @ difference[alike] / len(alike)
    same = same + np.eye(wide) * np.trace(same) / wide
    root = np.linalg.cholesky(np.linalg.inv(same))
    _, found = np.linalg.eigh(root.T @ far @ root)
    directions = strongest.T @ root @ found[:, ::-1][:, :kept]
    return np.asarray(directions / (pairs[0] @ directions).std(), np.float32)
