"""Measures the whole gate on labelled sentences that the advice model did not learn from (see train_advice.is_blind).

Usage: python scripts/measure_gate.py [--show]    (--show prints what went wrong; never tune on it)
"""

import sys
from typing import Any

import numpy as np
from train_advice import is_blind, rows_of, train

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
        plain = [one for one, row in told if not row[name]]
        print(
            f"{language.value} {name:5}: {len(crossing):4} crossing,"
            f" caught {np.mean([one in HELD for one in crossing]):.3f}; {len(plain):4} plain,"
            f" blocked {np.mean([one is Verdict.BLOCK for one in plain]):.3f},"
            f" held {np.mean([one in HELD for one in plain]):.3f}  ({packs})"
        )
        if "--show" in sys.argv:
            for one, row in told:
                if (one in HELD) != bool(row[name]):
                    print("   ", one.value, row["text"])


def main() -> None:
    gate = Gate.load(content_folder())
    for language in Language:
        rows = rows_of(language)
        learned = train([row for row in rows if not is_blind(row)], language)
        weights = tuple(array.astype(np.float16).astype(np.float32) for array in learned)
        advice_model.use(language, weights[0], weights[1])
        blind = [row for row in rows if is_blind(row)]
        single = [row for row in blind if "-s" in row["pattern"]]
        report(gate, language, blind)
        print(f"   of these written one by one ({len(single)}):")
        report(gate, language, single)


if __name__ == "__main__":
    main()
