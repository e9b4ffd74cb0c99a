"""Reads the sample clinic strictly: an unknown key, a missing one or a wrong type is an error, never a default."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from publisher.domain.checking import CheckContext, EntryKind
from publisher.domain.places import Jurisdiction, Language
from publisher.resources import content_folder

SAMPLES = content_folder() / "samples"
REQUIRED = {"kind": str, "title": str, "language": str, "jurisdiction": str, "sources": list}
OPTIONAL = {"question": str, "stages": list, "review_by": date, "author": str, "translation_key": str}


@dataclass(frozen=True)
class Sample:
    """One sample file: its place below the folder it was read from, its front matter and its body."""

    file: str
    front: Mapping[str, Any]
    body: str

    @property
    def slug(self) -> str:
        return Path(self.file).stem

    def context(self) -> CheckContext:
        return CheckContext(
            language=Language(self.front["language"]),
            jurisdictions=(Jurisdiction(self.front["jurisdiction"]),),
            kind=EntryKind(self.front["kind"]),
            question=self.front.get("question"),
            title=self.front["title"],
            sources=tuple(self.front["sources"]),
            author=_names()[self.front["author"]],
        )


@cache
def _names() -> dict[str, str]:
    people = (SAMPLES / "people.jsonl").read_text(encoding="utf-8").splitlines()
    return {person["email"]: person["name"] for person in map(json.loads, people)}


def samples(folder: str) -> list[Sample]:
    """Every sample below `content/samples/<folder>`, in order of its path."""
    root = SAMPLES / folder
    return [_read(path, root) for path in sorted(root.rglob("*.md"))]


def _read(path: Path, root: Path) -> Sample:
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path}: the front matter opens the file"
    front = yaml.safe_load(head)
    missing, unknown = REQUIRED.keys() - front.keys(), front.keys() - REQUIRED.keys() - OPTIONAL.keys()
    assert not missing, f"{path}: missing {sorted(missing)}"
    assert not unknown, f"{path}: unknown {sorted(unknown)}"
    wrong = [key for key, value in front.items() if type(value) is not (REQUIRED | OPTIONAL)[key]]
    assert not wrong, f"{path}: wrong type of {wrong}"
    return Sample(path.relative_to(root).as_posix(), front, body)
