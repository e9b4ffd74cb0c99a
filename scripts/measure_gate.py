"""Measures the whole gate, with the weights that ship, on labelled sentences that nothing here learns from, in the four
situations a text can stand in; then the held-out third of the training set with weights from the other two thirds.

Usage: python -m scripts.measure_gate [--show] [--held-out] [FILE…]   (--show prints what went wrong where it may be
looked at: in the tuning half of content/training/fresh_*.txt and in FILE)
"""

import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from publisher.domain.checking import CheckContext, EntryKind, Flag, Verdict
from publisher.domain.places import Language
from publisher.policy import advice_model
from publisher.policy.gate import Gate
from publisher.resources import content_folder
from scripts.train_advice import MANNERS, TRAINING, is_blind, labelled, learned, rows_of

CASE = frozenset({Flag.IS_REPLY, Flag.ASKER_GAVE_CASE})
SITUATIONS = {
    "post": (EntryKind.POST, frozenset()),
    "answer": (EntryKind.ANSWER, frozenset()),
    "reply": (EntryKind.ANSWER, frozenset({Flag.IS_REPLY})),
    "case": (EntryKind.ANSWER, CASE),
}
HELD = (Verdict.BLOCK, Verdict.REVIEW)
Rows = list[dict[str, Any]]


def verdict(gate: Gate, row: dict[str, Any], language: Language, situation: str) -> Verdict:
    kind, flags = SITUATIONS[situation]
    return gate.check(row["text"], CheckContext(language=language, kind=kind, flags=flags)).verdict


def share(found: list[Verdict], wanted: tuple[Verdict, ...]) -> str:
    return f"{np.mean([one in wanted for one in found]):.3f} of {len(found):3}" if found else "     -     "


def report(gate: Gate, language: Language, rows: Rows, *, show: bool) -> None:
    groups: dict[str, Callable[[dict[str, Any]], bool]] = {
        "crossing on its own": lambda row: bool(row["alone"]) or any(row.get(name) for name in MANNERS.values()),
        "crossing towards a person": lambda row: bool(row["reply"] and not row["alone"]),
        "plain": lambda row: row["reply"] == 0,
    }
    for situation in SITUATIONS:
        told = [(verdict(gate, row, language, situation), row) for row in rows]
        own, towards, plain = ([one for one, row in told if belongs(row)] for belongs in groups.values())
        print(
            f"{language.value} {situation:6}: on its own {share(own, HELD)}; towards a person {share(towards, HELD)};"
            f" plain blocked {share(plain, (Verdict.BLOCK,))}, blocked or held {share(plain, HELD)}"
        )
        for one, row in told if show else ():
            if (one in HELD) != bool(row["reply"]):
                print("   ", situation, one.value, f"{row['reply']}{row['alone']}", row["text"])


def is_tuned(row: dict[str, Any]) -> bool:
    return zlib.crc32(row["text"].encode()) % 2 == 0


def held_out(gate: Gate) -> None:
    for language in Language:
        rows = rows_of(language)
        weights = learned([row for row in rows if not is_blind(row)], language)
        advice_model.use(language, *(array.astype(np.float16).astype(np.float32) for array in weights))
        print("held-out third, weights from the other two:")
        report(gate, language, [row for row in rows if is_blind(row)], show="--show" in sys.argv)


def main() -> None:
    gate = Gate.load(content_folder())
    show = "--show" in sys.argv
    files = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    for language in Language:
        for file in (file for file in files if file.stem.endswith(language.value)):
            print(f"{file.name}:")
            report(gate, language, labelled(file), show=show)
        if not files:
            rows = [row for row in labelled(TRAINING / f"fresh_{language.value}.txt") if " warn" not in row["pattern"]]
            print("many voices, the half that may be looked at:")
            report(gate, language, [row for row in rows if is_tuned(row)], show=show)
            print("many voices, the half that nobody looked at:")
            report(gate, language, [row for row in rows if not is_tuned(row)], show=False)
            print("voices that nothing learns from, plain ones close to the line:")
            report(gate, language, labelled(TRAINING / f"unread_{language.value}.txt"), show=False)
            print("an earlier voice:")
            report(gate, language, labelled(TRAINING / f"blind_{language.value}.txt"), show=False)
    if "--held-out" in sys.argv:
        held_out(gate)


if __name__ == "__main__":
    main()
