"""A list of signed texts as a PDF file on A4, set in the fonts that come with the software. Nothing is left out."""

from collections.abc import Sequence

from fpdf import FPDF
from fpdf.enums import WrapMode

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.rendering.fonts import BOLD, REGULAR, drawn, missing_signs

_FAMILY, _MARGIN = "Noto", 20.0
_TITLE, _HEADING, _BODY, _SMALL = 17, 13, 11, 9


def pdf(title: str, heads: Sequence[str], texts: Sequence[Sequence[str]], footers: Sequence[str]) -> bytes:
    """`texts`: each a heading and its paragraphs. Refusal when a sign cannot be drawn: a box could hide a dose."""
    words = "".join([title, *heads, *footers, *("".join(text) for text in texts)])
    if missing := missing_signs(words):
        raise Refusal(say("A file cannot show these signs: {signs}. Write them in words.", signs=" ".join(missing)))
    paper = FPDF(format="A4")
    paper.set_margin(_MARGIN)
    paper.set_auto_page_break(True, _MARGIN)
    paper.set_title(title)
    paper.add_font(_FAMILY, "", str(REGULAR))
    paper.add_font(_FAMILY, "B", str(BOLD))
    paper.add_page()
    _write(paper, title, _TITLE, bold=True, after=3)
    for head in heads:
        _write(paper, head, _SMALL, after=3)
    for heading, *paragraphs in texts:
        _write(paper, heading, _HEADING, bold=True, before=4, after=1.5)
        for paragraph in paragraphs:
            _write(paper, paragraph, _BODY, after=2)
    for footer in footers:
        _write(paper, footer, _SMALL, before=3)
    return bytes(paper.output())


def _write(paper: FPDF, words: str, size: int, *, bold: bool = False, before: float = 0, after: float = 0) -> None:
    words = drawn("\n".join(words.splitlines()))
    paper.ln(before)
    paper.set_font(_FAMILY, "B" if bold else "", size)
    paper.multi_cell(0, size * 0.53, words, align="L", wrapmode=WrapMode.CHAR if _is_chinese(words) else WrapMode.WORD)
    paper.ln(paper.font_size + after)


def _is_chinese(words: str) -> bool:
    return sum("\u4e00" <= sign <= "\u9fff" for sign in words) > len(words) / 4
