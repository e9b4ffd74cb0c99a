"""Measures gate and claims on lists of content/training that were looked at: fresh, later, last, told, typed_pairs.

Odd questions were read while rules were changed, even ones only counted, though again and again; of the typed pairs the
second hand's were counted and never read.

`python -m scripts.fresh_pairs questions|typed|conflicts [--show]` prints a line of JSON for each language and half;
`--show` also prints what goes wrong in the rows that were read.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from scripts.calibrate_match import average_precision
from scripts.others import rows as rows_of
from vectorstore.claims import contradictions
from vectorstore.match import MatchGate
from vectorstore.meaning import Meanings

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh", "ru")


def lines(name: str, language: str) -> list[list[str]]:
    text = (ROOT / "content/training" / name).read_text("utf-8")
    rows = [[part.strip() for part in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]
    return [row for row in rows if row[0] == language]


def halves(rows: list[list[str]]) -> dict[str, list[list[str]]]:
    return {"odd": rows[::2], "even": rows[1::2]}


def questions(show: bool) -> None:
    """Repeats and near misses offered as the same, and how well pairs are ranked; `plain` is the cosine alone."""
    gate = MatchGate()
    for language, name in [(language, name) for language in LANGUAGES for name in ("fresh", "later", "told")]:
        rows = lines(f"{name}_questions.txt", language)
        gate.learn([(text, language) for row in rows for text in row[2:]])
        for half, part in halves(rows).items():
            repeats = [gate.same(row[2], row[3], language) for row in part]
            misses = [gate.same(row[2], row[4], language) for row in part]
            labels = np.array([1] * len(repeats) + [0] * len(misses))
            scores = np.array([one.score for one in (*repeats, *misses)])
            plain = np.array(
                [gate.cosine(row[2], row[column], language) for column in (3, 4) for row in part], np.float32
            )
            result = {
                "part": "questions",
                "language": language,
                "list": name,
                "half": half,
                "rows": len(part),
                "repeats_offered": sum(one.same for one in repeats),
                "near_misses_offered": sum(one.same for one in misses),
                "average_precision": round(average_precision(scores, labels), 3),
                "plain": round(average_precision(plain, labels), 3),
            }
            print(json.dumps(result), flush=True)
            for row, repeat, miss in zip(part, repeats, misses, strict=True) if show and half == "odd" else ():
                if not repeat.same:
                    print("   not offered", repeat.score, row[2], "|", row[3], "|", repeat.differs)
                if miss.same:
                    print("   OFFERED", miss.score, row[2], "|", row[4])


def conflicts(show: bool) -> None:
    """Precision and recall of contradictions between two texts that answer the same question."""
    meanings = Meanings()
    for language in LANGUAGES:
        last = lines("last_conflicts.txt", language)
        parts = {name: lines(f"{name}_conflicts.txt", language) for name in ("fresh", "later")}
        parts["last"] = [[language, label, row[1], row[place]] for row in last for label, place in (("1", 2), ("0", 3))]
        for half, part in parts.items():
            found = [contradictions(row[2], row[3], language, meanings) for row in part]
            right = sum(bool(one) and row[1] == "1" for one, row in zip(found, part, strict=True))
            true, said = sum(row[1] == "1" for row in part), sum(map(bool, found))
            result = {
                "part": "conflicts",
                "language": language,
                "half": half,
                "pairs": len(part),
                "precision": round(right / max(1, said), 3),
                "recall": round(right / true, 3),
            }
            print(json.dumps(result), flush=True)
            for row, one in zip(part, found, strict=True) if show else ():
                if bool(one) != (row[1] == "1"):
                    print("   ", "FALSE" if one else "missed", row[2], "|", row[3], "|", [each.kind for each in one])


def typed(show: bool) -> None:
    """Repeats and near misses offered as the same: of typed_pairs_*.txt the hand that was read and the other, of
    hard_questions_*.txt the rows that chose the first cuts and the others, of counted_questions_*.txt, and of
    sixty_questions_*.txt (in Russian twice sixty)."""
    gate = MatchGate()
    for language in LANGUAGES:
        pairs = rows_of(f"typed_pairs_{language}")
        others = {name: _as_pairs(rows_of(f"{name}_questions_{language}")) for name in ("hard", "counted", "sixty")}
        hard = others.pop("hard")
        parts = {"first": pairs[:120], "second": pairs[120:], "cuts": hard[:240], "hard": hard[240:], **others}
        for hand, part in parts.items():
            gate.learn([(text, language) for row in part for text in row[1:]])
            found = [(row, gate.same(row[1], row[2], language).same) for row in part]
            offered = {kind: sum(same for row, same in found if row[0] == kind) for kind in "SN"}
            result = {"repeats_offered": offered["S"], "near_misses_offered": offered["N"], "of_each": len(part) // 2}
            print(json.dumps({"part": "typed", "language": language, "hand": hand, **result}), flush=True)
            for row, same in found if show and hand == "first" else ():
                if same != (row[0] == "S"):
                    print("   ", "OFFERED" if same else "not offered", row[1], "|", row[2])


def _as_pairs(rows: list[list[str]]) -> list[list[str]]:
    """S or N, and two questions: the first of each row beside its repeat and its near miss."""
    return [[kind, row[0], row[place]] for row in rows for kind, place in (("S", 1), ("N", 2))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["questions", "typed", "conflicts"])
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    {"questions": questions, "typed": typed, "conflicts": conflicts}[chosen.part](chosen.show)


if __name__ == "__main__":
    main()
