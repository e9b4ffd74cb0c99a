"""The precise model in PyTorch: layers below as they are, layers above trained as they will be packed, to four bits.

Rounding stands in the forward pass and is passed over in the backward one, so that what is learned survives packing.
"""

import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch.nn import functional as nn

from scripts.tuning.packed import Packed
from vectorstore.e5_file import BLOCK

PIECE = 8  # tokens; lengths are padded to a multiple
TOKENS, MOST_TEXTS = 2048, 64  # of a batch
RATE, HEAD_RATE, DECAY, DROPPED = 1e-4, 2e-3, 0.01, 0.1
_SCALE = 10.0

_CHANCE = np.random.default_rng(0)
_KEPT = torch.from_numpy((_CHANCE.random(1 << 23) >= DROPPED) / (1 - DROPPED)).bfloat16()

Layer = dict[str, torch.Tensor]
Rows = list[np.ndarray]


class Params:
    """The layers that are trained, and a line of weights for each answer."""

    def __init__(self, layers: list[Layer], head: torch.Tensor, bias: torch.Tensor) -> None:
        self.layers, self.head, self.bias = layers, head, bias
        for one in self.all():
            one.requires_grad_()

    def all(self) -> list[torch.Tensor]:
        return [*self.of_layers(), self.head, self.bias]

    def of_layers(self) -> list[torch.Tensor]:
        return [one for layer in self.layers for one in layer.values()]

    def plain_layers(self) -> list[dict[str, np.ndarray]]:
        return [{name: one.detach().numpy() for name, one in layer.items()} for layer in self.layers]

    def plain_head(self) -> dict[str, np.ndarray]:
        return {"head": (self.head * _SCALE).detach().numpy(), "bias": self.bias.detach().numpy()}


def rounded(weights: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        rows = weights.detach().reshape(-1, BLOCK)
        furthest = rows.gather(1, rows.abs().argmax(1, keepdim=True))
        scale = (furthest / -8).half().float()
        steps = (rows / torch.where(scale == 0, 1.0, scale) + 8.5).floor_().clamp_(0, 15) - 8
        change = (steps * scale).reshape(weights.shape) - weights
    return weights + change


def dropped(x: torch.Tensor) -> torch.Tensor:
    """Drawn out of a store of zeros and ones: drawing each anew takes a tenth of a training."""
    start = int(_CHANCE.integers(0, len(_KEPT) - x.numel()))
    return x * _KEPT[start : start + x.numel()].view(x.shape)


def layer(
    of: Layer, given: torch.Tensor, unseen: torch.Tensor, heads: int, *, training: bool, packing: bool
) -> torch.Tensor:
    """One layer of BERT. `unseen`: minus a lot where there is no token."""
    texts, long, width = given.shape
    kept = dropped if training else lambda x: x
    with torch.autocast("cpu", dtype=torch.bfloat16):

        def through(name: str, x: torch.Tensor) -> torch.Tensor:
            matrix = of[f"{name}.w"]
            return nn.linear(x, rounded(matrix) if packing else matrix, of[f"{name}.b"])

        def normal(name: str, found: torch.Tensor) -> torch.Tensor:
            return nn.layer_norm(found.float(), (width,), of[f"{name}.w"], of[f"{name}.b"], 1e-12)

        asks, keys, values = (through(name, given).view(texts, long, heads, -1).transpose(1, 2) for name in "qkv")
        likeness = (asks @ keys.transpose(2, 3)) * (width / heads) ** -0.5 + unseen
        mixed = torch.softmax(likeness, -1) @ values
        mixed = mixed.transpose(1, 2).reshape(texts, long, width)
        found = normal("aln", given + kept(through("ao", mixed)))
        inner = nn.gelu(through("fi", found))
        return normal("oln", found + kept(through("fo", inner)))


def padded(rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of unlike length as one array, and where there is a token."""
    long = -(-max(map(len, rows)) // PIECE) * PIECE
    found, there = np.zeros((len(rows), long, rows[0].shape[1]), np.float32), np.zeros((len(rows), long), bool)
    for number, row in enumerate(rows):
        found[number, : len(row)], there[number, : len(row)] = row, True
    return torch.from_numpy(found), torch.from_numpy(there)


def batches(lengths: np.ndarray, random: np.random.Generator | None) -> Iterator[np.ndarray]:
    """Numbers of texts of like length, in an order of chance."""
    order = np.argsort(lengths + (random.uniform(0, 2 * PIECE, len(lengths)) if random else 0), kind="stable")
    found, place = [], 0
    while place < len(order):
        longest = int(lengths[order[place : place + MOST_TEXTS]].max())
        size = max(1, min(MOST_TEXTS, TOKENS // longest))
        found.append(order[place : place + size])
        place += size
    if random:
        random.shuffle(found)
    yield from found


def _unseen(there: torch.Tensor) -> torch.Tensor:
    return torch.where(there, 0.0, -1e9)[:, None, None, :]


class Network:
    """The layers from `first` up, which are trained, and those below, which are not."""

    def __init__(self, model: Packed, first: int, asked: int) -> None:
        self.model, self.first, self.asked = model, first, asked

    def begun(self, model: Packed, head: np.ndarray | None = None, bias: np.ndarray | None = None) -> Params:
        """What training begins with: the upper layers of `model`, and lines of weights of chance or as given."""
        chance = np.random.default_rng(0).normal(0, 0.05, (model.width, self.asked))
        weights = chance if head is None else head / _SCALE
        return Params(
            [_tensors(model, number) for number in range(self.first, model.layers)],
            torch.tensor(weights, dtype=torch.float32),
            torch.tensor(np.zeros(self.asked) if bias is None else bias, dtype=torch.float32),
        )

    @torch.no_grad()
    def below(self, tokens: list[list[int]]) -> Rows:
        """What the first trained layer is given for each text, in halves of precision."""
        layers = [_tensors(self.model, number) for number in range(self.first)]
        found: Rows = [np.zeros(0)] * len(tokens)
        for chosen in batches(np.array([len(one) for one in tokens]), None):
            x, there = padded([self.model.embedded(tokens[number]) for number in chosen])
            for of in layers:
                x = layer(of, x, _unseen(there), self.model.heads, training=False, packing=False)
            for row, number in enumerate(chosen):
                found[number] = x[row, : len(tokens[number])].half().numpy().copy()
        return found

    def logits(self, params: Params, x: torch.Tensor, there: torch.Tensor, *, training: bool) -> torch.Tensor:
        for of in params.layers:
            x = layer(of, x, _unseen(there), self.model.heads, training=training, packing=True)
        mean = (x * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        return nn.normalize(mean, dim=-1) @ params.head * _SCALE + params.bias

    @torch.no_grad()
    def scores(self, params: Params, given: Rows) -> np.ndarray:
        found = np.zeros((len(given), self.asked), np.float32)
        for chosen in batches(np.array([len(one) for one in given]), None):
            found[chosen] = self.logits(params, *padded([given[number] for number in chosen]), training=False).numpy()
        return found

    def train(
        self, params: Params, given: tuple[Rows, Rows], goals: np.ndarray, counted: np.ndarray, rounds: int,
        after: Callable[[Params], None],
    ) -> Params:  # fmt: skip
        """AdamW with a warm-up and a cosine. `given`: each text twice, a pair in both orders, one drawn in each round.

        `counted`: what an answer weighs, 0 where a text has none.
        """
        lengths = np.array([len(one) for one in given[0]])
        steps = rounds * (sum(1 for _ in batches(lengths, np.random.default_rng(0))) + 5)
        groups = [
            {"params": params.of_layers(), "lr": RATE, "weight_decay": DECAY},
            {"params": [params.head, params.bias], "lr": HEAD_RATE, "weight_decay": 0.0},
        ]
        way = torch.optim.AdamW(groups, fused=True)
        rate = torch.optim.lr_scheduler.LambdaLR(way, lambda step: _rate(step, steps))
        random, began = np.random.default_rng(0), time.monotonic()
        for turn in range(rounds):
            lost = []
            for chosen in batches(lengths, random):
                x, there = padded([given[random.integers(0, 2)][one] for one in chosen])
                found = self.logits(params, x, there, training=True)
                each = nn.binary_cross_entropy_with_logits(found, torch.from_numpy(goals[chosen]), reduction="none")
                count = torch.from_numpy(counted[chosen])
                loss = (each * count).sum() / count.sum().clamp_min(1e-6)
                way.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(params.of_layers(), 1.0)
                way.step()
                rate.step()
                lost.append(float(loss.detach()))
            print(f"round {turn + 1}: loss {np.mean(lost):.4f}, {time.monotonic() - began:.0f} s", flush=True)
            after(params)
        return params


def _rate(step: int, steps: int) -> float:
    warm = steps // 12
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.475 * (1 + float(np.cos(np.pi * min(1.0, (step - warm) / (steps - warm)))))


def _tensors(model: Packed, number: int) -> Layer:
    return {name: torch.from_numpy(np.array(one, np.float32)) for name, one in model.layer(number).items()}
