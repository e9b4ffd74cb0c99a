"""Measures what the personal-data detectors find on labelled texts, each file in two halves told apart by a hash, and
how often they fire on real answers, where hardly any patient is named; then names in the chat sentences of
content/training/names_*.txt.

Usage: python scripts/measure_personal.py [FOLDER] [--show]   (FOLDER holds pii_*_dev.jsonl and answers_*.jsonl; --show
prints the misses of the half that may be looked at, and what fires on every second answer)
"""

import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.personal import Item, personal_data
from publisher.policy.reading import CueTable, Reading
from publisher.policy.text import Text
from publisher.resources import content_folder

KINDS = {
    "PERSON": "name",
    "PER": "name",
    "PHONE_NUMBER": "phone",
    "STREET_ADDRESS": "address",
    "US_SSN": "id",
    "CREDIT_CARD": "id",
    "IBAN_CODE": "id",
    "IP_ADDRESS": "id",
    "US_DRIVER_LICENSE": "id",
}
TRAINING = Path(__file__).parents[1] / "content" / "training"
_NO_MARKS = str.maketrans("", "", "⟦⟧")
ENTITIES = ("name", "phone", "id", "address")


def lines_of(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def may_be_read(text: str) -> bool:
    return zlib.crc32(text.encode()) % 2 == 0


def found(raw: str, language: Language, cues: CueTable) -> list[Item]:
    return personal_data(Reading(Text(raw, language), CheckContext(language=language), cues))


def recall(file: Path, language: Language, cues: CueTable, *, show: bool) -> None:
    """A true span counts as found where any item touches it, as masking takes it away whatever it is called."""
    touched: Counter[tuple[str, bool]] = Counter()
    wanted: Counter[tuple[str, bool]] = Counter()
    for row in lines_of(file):
        readable = may_be_read(row["text"])
        items = [one for one in found(row["text"], language, cues) if one.entity != "quasi"]
        for start, end, label, *_ in row["spans"]:
            if label not in KINDS:
                continue
            group = KINDS[label], readable
            hit = any(one.start < end and start < one.end for one in items)
            wanted[group] += 1
            touched[group] += hit
            if show and readable and not hit:
                print(
                    "    missed",
                    label,
                    repr(row["text"][start:end]),
                    "in",
                    repr(row["text"][max(0, start - 40) : end + 40]),
                )
    for entity, readable in sorted(wanted):
        half = "read" if readable else "not read"
        print(
            f"{language.value} {entity:8} {half:9} {touched[entity, readable] / wanted[entity, readable]:.3f} of"
            f" {wanted[entity, readable]}"
        )


def fires(file: Path, language: Language, cues: CueTable, *, show: bool) -> None:
    fired: Counter[tuple[str, bool]] = Counter()
    characters: Counter[bool] = Counter()
    for text in texts_of(file):
        readable = may_be_read(text)
        characters[readable] += len(text)
        for item in found(text, language, cues):
            fired[item.entity, readable] += 1
            if show and readable and item.entity in ENTITIES:
                print(
                    "    fired",
                    item.entity,
                    repr(text[item.start : item.end]),
                    repr(text[max(0, item.start - 15) : item.end + 15]),
                )
    for readable in (True, False):
        rates = ", ".join(f"{kind} {1000 * fired[kind, readable] / characters[readable]:.4f}" for kind in ENTITIES)
        print(
            f"{file.name} {'read' if readable else 'not read':9} of 1,000 characters: {rates} ({characters[readable]})"
        )


def chat_names(language: Language, cues: CueTable, *, show: bool) -> None:
    """Names between ⟦ ⟧ that are touched, and sentences without any name where something fires."""
    hits: Counter[bool] = Counter()
    wanted: Counter[bool] = Counter()
    fired: Counter[bool] = Counter()
    plain: Counter[bool] = Counter()
    for line in (TRAINING / f"names_{language.value}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        readable, raw, places = may_be_read(line), line.translate(_NO_MARKS), marked(line)
        items = [one for one in found(raw, language, cues) if one.entity == "name"]
        missed = [place for place in places if not any(one.start < place[1] and place[0] < one.end for one in items)]
        wanted[readable] += len(places)
        hits[readable] += len(places) - len(missed)
        plain[readable] += not places
        fired[readable] += bool(items and not places)
        if show and readable and (missed or (items and not places)):
            print("    missed or fired", line)
    for half in (True, False):
        print(
            f"{language.value} names in chats {'read' if half else 'not read':9} {hits[half] / wanted[half]:.3f} of"
            f" {wanted[half]}, fired in {fired[half]} of {plain[half]} sentences without a name"
        )


def marked(line: str) -> list[tuple[int, int]]:
    """Where the names stand once the marks are taken out."""
    found_marks = [match.start() - number for number, match in enumerate(re.finditer("[⟦⟧]", line))]
    return list(zip(found_marks[::2], found_marks[1::2], strict=True))


def texts_of(file: Path) -> Iterator[str]:
    for row in lines_of(file):
        yield row["answer"]


def main() -> None:
    show = "--show" in sys.argv
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    cues = Gate.load(content_folder()).cues
    for language in Language:
        chat_names(language, cues, show=show)
    for folder, language in product(folders, Language):
        for file in sorted(folder.glob(f"pii_{language.value}_*.jsonl")):
            recall(file, language, cues, show=show)
        for file in sorted(folder.glob(f"answers_{language.value}.jsonl")):
            fires(file, language, cues, show=show)


if __name__ == "__main__":
    main()
