"""The precise model in JAX: layers below as they are, layers above trained as they will be packed, to four bits.

Rounding stands in the forward pass and is passed over in the backward one, so that what is learned survives packing.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from scripts.tuning.packed import Packed
from vectorstore.e5_file import BLOCK

PIECE = 16  # tokens; lengths are padded to a multiple, so that few shapes are compiled
TOKENS, MOST_TEXTS = 4096, 128  # of a batch
RATE, HEAD_RATE, DECAY, DROPPED = 1.5e-4, 2e-3, 0.01, 0.1
_SCALE = 10.0

Params = dict[str, Any]


def rounded(weights: jax.Array) -> jax.Array:
    rows = weights.reshape(-1, BLOCK)
    furthest = jnp.take_along_axis(rows, jnp.abs(rows).argmax(1)[:, None], 1)
    scale = (furthest / -8).astype(jnp.float16).astype(jnp.float32)
    steps = jnp.clip(jnp.floor(rows / jnp.where(scale == 0, 1, scale) + 8.5), 0, 15) - 8
    return weights + jax.lax.stop_gradient((steps * scale).reshape(weights.shape) - weights)


def normal(found: jax.Array, weight: jax.Array, bias: jax.Array) -> jax.Array:
    centred = found - found.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * weight + bias


def layer(
    of: dict[str, jax.Array], given: jax.Array, unseen: jax.Array, heads: int, drop: jax.Array | None, packing: bool
) -> jax.Array:
    """One layer of BERT. `unseen`: minus a lot where there is no token."""
    texts, long, width = given.shape
    matrix = {name: rounded(of[name]) if packing else of[name] for name in of if of[name].ndim == 2}

    def through(name: str, x: jax.Array) -> jax.Array:
        return x @ matrix[f"{name}.w"].T + of[f"{name}.b"]

    def kept(x: jax.Array, turn: int) -> jax.Array:
        if drop is None:
            return x
        return x * jax.random.bernoulli(jax.random.fold_in(drop, turn), 1 - DROPPED, x.shape) / (1 - DROPPED)

    asks, keys, values = (through(name, given).reshape(texts, long, heads, -1) for name in "qkv")
    likeness = jnp.einsum("bthd,bshd->bhts", asks, keys) / np.sqrt(width / heads) + unseen[:, None, None, :]
    mixed = jnp.einsum("bhts,bshd->bthd", jax.nn.softmax(likeness, -1), values).reshape(texts, long, width)
    found = normal(given + kept(through("ao", mixed), 0), of["aln.w"], of["aln.b"])
    inner = jax.nn.gelu(through("fi", found), approximate=False)
    return normal(found + kept(through("fo", inner), 1), of["oln.w"], of["oln.b"])


def padded(rows: list[np.ndarray], texts: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Rows of unlike length as one array, and where there is a token."""
    long = -(-max(map(len, rows)) // PIECE) * PIECE
    found = np.zeros((texts or -(-len(rows) // 8) * 8, long, rows[0].shape[1]), np.float32)
    there = np.zeros(found.shape[:2], bool)
    there[:, 0] = True
    for number, row in enumerate(rows):
        found[number, : len(row)], there[number, : len(row)] = row, True
    return found, there


def batches(lengths: np.ndarray, random: np.random.Generator | None) -> Iterator[np.ndarray]:
    """Numbers of texts of like length, in an order of chance."""
    order = np.argsort(lengths + (random.uniform(0, PIECE, len(lengths)) if random else 0), kind="stable")
    found, place = [], 0
    while place < len(order):
        long = -(-int(lengths[order[place : place + 8]].max()) // PIECE) * PIECE
        size = max(8, min(MOST_TEXTS, TOKENS // long) // 8 * 8)
        found.append(order[place : place + size])
        place += size
    if random:
        random.shuffle(found)
    yield from found


class Network:
    """The layers from `first` up, which are trained, and those below, which are not."""

    def __init__(self, model: Packed, first: int, asked: int) -> None:
        self.model, self.first, self.asked = model, first, asked
        self._below = [jax.tree.map(jnp.asarray, model.layer(number)) for number in range(first)]
        self._lower = jax.jit(self._run_below)
        self._score = jax.jit(lambda params, x, there: self.logits(params, x, there, None))

    def begun(self, model: Packed, head: np.ndarray | None = None, bias: np.ndarray | None = None) -> Params:
        """What training begins with: the upper layers of `model`, and lines of weights of chance or as given."""
        chance = np.random.default_rng(0).normal(0, 0.05, (model.width, self.asked))
        weights = chance if head is None else head / _SCALE
        layers = [jax.tree.map(jnp.asarray, model.layer(number)) for number in range(self.first, model.layers)]
        return {
            "layers": layers,
            "head": {
                "w": jnp.asarray(weights, jnp.float32),
                "s": jnp.float32(_SCALE),
                "b": jnp.zeros(self.asked) if bias is None else jnp.asarray(bias, jnp.float32),
            },
        }

    def below(self, tokens: list[list[int]]) -> list[np.ndarray]:
        """What the first trained layer is given for each text, in halves of precision."""
        found: list[np.ndarray] = [np.zeros(0)] * len(tokens)
        for chosen in batches(np.array([len(one) for one in tokens]), None):
            x, there = padded([self.model.embedded(tokens[number]) for number in chosen])
            out = np.asarray(self._lower(x, there))
            for row, number in enumerate(chosen):
                found[number] = out[row, : len(tokens[number])].copy()
        return found

    def _run_below(self, x: jax.Array, there: jax.Array) -> jax.Array:
        for of in self._below:
            x = layer(of, x, jnp.where(there, 0.0, -1e9), self.model.heads, None, False)
        return x.astype(jnp.float16)

    def logits(self, params: Params, x: jax.Array, there: jax.Array, key: jax.Array | None) -> jax.Array:
        for number, of in enumerate(params["layers"]):
            drop = None if key is None else jax.random.fold_in(key, number)
            x = layer(of, x, jnp.where(there, 0.0, -1e9), self.model.heads, drop, True)
        mean = (x * there[..., None]).sum(1) / there[..., None].sum(1)
        unit = mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)
        return unit @ params["head"]["w"] * params["head"]["s"] + params["head"]["b"]

    def scores(self, params: Params, given: list[np.ndarray]) -> np.ndarray:
        found = np.zeros((len(given), self.asked), np.float32)
        for chosen in batches(np.array([len(one) for one in given]), None):
            x, there = padded([given[number] for number in chosen])
            found[chosen] = np.asarray(self._score(params, x, there))[: len(chosen)]
        return found

    def train(
        self, params: Params, given: list[np.ndarray], goals: np.ndarray, counted: np.ndarray, rounds: int,
        after: Callable[[Params], None], pace: float = 1.0,
    ) -> Params:  # fmt: skip
        """Adam with a warm-up and a cosine. `counted`: what an answer weighs, 0 where a text has none."""
        lengths = np.array([len(one) for one in given])
        steps = rounds * (sum(1 for _ in batches(lengths, np.random.default_rng(0))) + 5)
        rate = lambda most: optax.warmup_cosine_decay_schedule(0, most * pace, steps // 12, steps, most / 20)  # noqa: E731
        above = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate(RATE), weight_decay=DECAY))
        names = {"layers": "layers", "head": "head"}
        way = optax.multi_transform({"layers": above, "head": optax.adam(rate(HEAD_RATE))}, names)
        state = way.init(params)

        @jax.jit
        def step(params: Params, state: Any, x: Any, there: Any, goal: Any, count: Any, key: Any) -> Any:
            def loss(now: Params) -> jax.Array:
                each = optax.sigmoid_binary_cross_entropy(self.logits(now, x, there, key), goal)
                return (each * count).sum() / jnp.maximum(count.sum(), 1e-6)

            lost, slope = jax.value_and_grad(loss)(params)
            change, state = way.update(slope, state, params)
            return optax.apply_updates(params, change), state, lost

        random, key, began = np.random.default_rng(0), jax.random.PRNGKey(0), time.monotonic()
        for turn in range(rounds):
            lost = []
            for chosen in batches(lengths, random):
                x, there = padded([given[number] for number in chosen])
                goal, count = (np.zeros((len(x), self.asked), np.float32) for _ in range(2))
                goal[: len(chosen)], count[: len(chosen)] = goals[chosen], counted[chosen]
                key, now = jax.random.split(key)
                params, state, one = step(params, state, x, there, goal, count, now)
                lost.append(float(one))
            print(f"round {turn + 1}: loss {np.mean(lost):.4f}, {time.monotonic() - began:.0f} s", flush=True)
            after(params)
        return params
