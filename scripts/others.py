"""Rows of content/training/others_*.txt, written by hands that saw no rule of this project, and which of them are kept.

One row in twelve, by a hash of the text that names it, is never learned from and no limit is chosen by it.
"""

import zlib
from pathlib import Path

TRAINING = Path(__file__).parents[1] / "content" / "training"
HELD_SHARE = 12


def parts_of(file: Path, mark: str = "|") -> list[list[str]]:
    """The parts of every line but remarks."""
    lines = file.read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split(mark)] for line in lines if line and line[0] != "#"]


def rows(name: str, mark: str = "|") -> list[list[str]]:
    """Those of a file of content/training."""
    return parts_of(TRAINING / f"{name}.txt", mark)


def held(text: str) -> bool:
    return zlib.crc32(text.encode()) % HELD_SHARE == 0
