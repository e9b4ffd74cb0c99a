"""Measures the whole gate on labelled sentences that its advice model did not learn from: the held-out third of the
training set (for tuning), then content/training/blind_*.txt with the weights that ship (to report, never to tune on).

Usage: python scripts/measure_gate.py [--show]    (--show prints what went wrong)
"""

import sys
from typing import Any

import numpy as np
from train_advice import TRAINING, is_blind, labelled, rows_of, train

from publisher.domain.checking import CheckContext, EntryKind, Flag, Verdict
from publisher.domain.places import HOME_JURISDICTION, Language
from publisher.policy import advice_model
from publisher.policy.gate import Gate
from publisher.resources import content_folder

REPLY = frozenset({Flag.IS_REPLY, Flag.ASKER_GAVE_CASE})
HELD = (Verdict.BLOCK, Verdict.REVIEW)


def verdict(gate: Gate, row: dict[str, Any], language: Language, reply: bool) -> Verdict:
    kind, flags = (EntryKind.ANSWER, REPLY) if reply else (EntryKind.POST, frozenset())
    return gate.check(row["text"], CheckContext(language=language, kind=kind, flags=flags)).verdict


def report(gate: Gate, language: Language, rows: list[dict[str, Any]]) -> None:
    packs = f"{HOME_JURISDICTION[language].value} and INT"
    for name, reply in (("reply", True), ("alone", False)):
        told = [(verdict(gate, row, language, reply), row) for row in rows]
        crossing = [one for one, row in told if row[name]]
        plain = [one for one, row in told if not row["reply"]]
        print(
            f"{language.value} {name:5}: {len(crossing):4} crossing,"
            f" caught {np.mean([one in HELD for one in crossing]):.3f}; {len(plain):4} plain,"
            f" blocked {np.mean([one is Verdict.BLOCK for one in plain]):.3f},"
            f" held {np.mean([one in HELD for one in plain]):.3f}  ({packs})"
        )
        if "--show" in sys.argv:
            for one, row in told:
                if (one in HELD) != bool(row[name]) and (row[name] or not row["reply"]):
                    print("   ", one.value, row["text"])


def main() -> None:
    gate = Gate.load(content_folder())
    for language in Language:
        print("a voice of its own, shipped weights:")
        report(gate, language, labelled(TRAINING / f"blind_{language.value}.txt"))
    for language in Language:
        rows = rows_of(language)
        learned = train([row for row in rows if not is_blind(row)], language)
        advice_model.use(language, *(array.astype(np.float16).astype(np.float32) for array in learned))
        print("held-out third, weights from the other two:")
        report(gate, language, [row for row in rows if is_blind(row)])


if __name__ == "__main__":
    main()
