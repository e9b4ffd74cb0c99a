"""The fonts that cards and PDF files are set in: the same letters on every machine, whatever it has installed."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

REGULAR = Path(__file__).parent / "NotoSansSC-Regular.otf"
BOLD = Path(__file__).parent / "NotoSansSC-Bold.otf"
_NO_SIGN = "\ue000"  # no font of ours draws it: what comes out is its box


_TIED = frozenset("\u00a0\u2007\u2009\u200a\u202f")  # between a number and its unit


def drawn(text: str) -> str:
    """With spaces the fonts hold: a tab or a thin space left out would make 510 mg of 5 and 10."""
    return "".join("\u00a0" if sign in _TIED else " " if sign.isspace() and sign != "\n" else sign for sign in text)


def missing_signs(text: str) -> list[str]:
    """The signs these fonts cannot draw, each once: a box in their place could hide the sign before a dose."""
    return sorted({sign for sign in text if not sign.isspace() and _is_box(sign)})


@cache
def _is_box(sign: str) -> bool:
    return any(bytes(font.getmask(sign)) == bytes(font.getmask(_NO_SIGN)) for font in _fonts())


@cache
def _fonts() -> "tuple[ImageFont.FreeTypeFont, ...]":
    from PIL import ImageFont  # only where something is drawn

    return tuple(ImageFont.truetype(str(file), 32) for file in (REGULAR, BOLD))
