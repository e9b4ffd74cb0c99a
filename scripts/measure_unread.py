"""Counts what the detectors make of sentences by hands that saw no rule: danger, the gate, contradictions and repeats.

Prints counts alone; the sentences are to stay unread by whoever writes the rules.
`python -m scripts.measure_unread [NAME]` counts content/training/NAME.txt: `unread_by_others`, or the earlier and
smaller `unread_by_another`.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from publisher.domain.checking import CheckContext, EntryKind, Flag, Verdict
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.policy.gate import Gate
from publisher.policy.triage import Triage
from publisher.resources import content_folder
from vectorstore.claims import contradictions
from vectorstore.match import MatchGate
from vectorstore.meaning import Meanings

FILE = Path(__file__).parents[1] / "content" / "training" / f"{(sys.argv[1:] or ['unread_by_others'])[0]}.txt"
SITUATIONS = {
    "post": (EntryKind.POST, frozenset()),
    "answer": (EntryKind.ANSWER, frozenset()),
    "reply": (EntryKind.ANSWER, frozenset({Flag.IS_REPLY})),
}
Row = list[str]


def rows(part: str, language: Language) -> list[Row]:
    """Label and texts of every line of a part in a language."""
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if line and line[0] != "#")
    return [line[2:] for line in lines if line[:2] == [part, language.value]]


def counted(read: list[Row], hit: Callable[[Row], bool]) -> str:
    """For each label, how many were hit of how many."""
    labels = dict.fromkeys(row[0] for row in read)
    told = []
    for label in labels:
        own = [hit(row) for row in read if row[0] == label]
        told.append(f"{label} {sum(own)} of {len(own)}")
    return ", ".join(told)


def danger(language: Language, triage: Triage) -> None:
    heard = {Route.CRISIS, Route.URGENT}
    print(
        language.value,
        "heard:",
        counted(rows("crisis", language), lambda row: triage.read(row[1], language).route in heard),
    )
    health = counted(rows("health", language), lambda row: triage.read(row[1], language).route is Route.CRISIS)
    print(language.value, "health questions in the crisis lane:", health)


def gate(language: Language, whole: Gate) -> None:
    read = rows("gate", language)
    for name, (kind, flags) in SITUATIONS.items():
        context = CheckContext(language=language, kind=kind, flags=flags)
        found = {row[1]: whole.check(row[1], context).verdict for row in read}
        held = counted(read, lambda row, found=found: found[row[1]] in (Verdict.BLOCK, Verdict.REVIEW))
        blocked = counted(read, lambda row, found=found: found[row[1]] is Verdict.BLOCK)
        print(language.value, name, "blocked or held:", held, "; blocked:", blocked)


def pairs(language: Language, meanings: Meanings, match: MatchGate) -> None:
    said = counted(
        rows("conflicts", language), lambda row: bool(contradictions(row[1], row[2], language.value, meanings))
    )
    print(language.value, "said to contradict:", said)
    questions = rows("repeats", language)
    match.learn([(text, language.value) for row in questions for text in row[1:]])
    offered = counted(questions, lambda row: match.same(row[1], row[2], language.value).same)
    print(language.value, "offered as the same:", offered)


def main() -> None:
    triage, whole = Triage(content_folder(), {}), Gate.load(content_folder())
    meanings, match = Meanings(), MatchGate()
    for language in Language:
        danger(language, triage)
        gate(language, whole)
        pairs(language, meanings, match)


if __name__ == "__main__":
    main()
