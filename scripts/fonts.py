"""Cuts the fonts for cards and PDF files out of Debian's `fonts-noto-cjk`: `python scripts/fonts.py`.

Latin, Greek, Cyrillic, the signs of doses and measures, punctuation and the 6,763 characters of GB 2312, which is what
a post for the public is written in; what else a text holds is asked of `publisher.rendering.fonts` before drawing.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parent.parent / "publisher" / "rendering" / "fonts"
FACE = "Noto Sans CJK SC"
RANGES = [(0x20, 0x17F), (0x391, 0x3C9), (0x400, 0x45F), (0x2010, 0x205E), (0x2070, 0x208E), (0x20AC, 0x20BD)]
RANGES += [(0x2103, 0x2103), (0x2109, 0x2109), (0x2113, 0x2126), (0x2150, 0x217F), (0x2190, 0x2193), (0x2200, 0x226F)]
RANGES += [(0x2460, 0x2473), (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x301F), (0xFF01, 0xFF5E)]


def characters() -> set[int]:
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            wanted |= {ord(c) for c in bytes([row, cell]).decode("gb2312", errors="ignore")}
    return wanted


def cut(weight: str) -> Path:
    fonts = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc").fonts
    font = next(one for one in fonts if one["name"].getDebugName(16) == FACE or one["name"].getDebugName(1) == FACE)
    cutter = subset.Subsetter(
        subset.Options(layout_features=["kern", "locl", "mark"], hinting=False, notdef_outline=True)
    )
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    target = TARGET / f"NotoSansSC-{weight}.otf"
    font.save(target)
    return target


if __name__ == "__main__":
    for path in (cut("Regular"), cut("Bold")):
        print(path.name, path.stat().st_size)
