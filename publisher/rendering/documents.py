"""Documents of titled tables: as Markdown, and as a PDF file set in the fonts that come with the software.

Nothing is left out or cut; a sign the fonts lack is written by its number, never as an empty box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from publisher.rendering.fonts import BOLD, REGULAR, missing_signs

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY = "house"
_SIZE, _TITLE, _HEADING, _LINE = 9, 16, 12, 5.0
_INK, _SHADE = (29, 42, 51), (234, 241, 241)


@dataclass(frozen=True)
class Section:
    """A heading with a table under it, or with one sentence where there is nothing to tabulate."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    sentence: str = ""


def as_markdown(title: str, sections: Sequence[Section]) -> str:
    parts = [f"# {title}"]
    for section in sections:
        head = [f"## {section.title}"] if section.title else []
        table = [_row(section.columns), _row(["---"] * len(section.columns)), *map(_row, section.rows)]
        body = "\n".join(table) if section.rows else section.sentence
        parts.append("\n\n".join([*head, body]))
    return "\n\n".join(parts) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def as_pdf(title: str, sections: Sequence[Section], at: datetime) -> bytes:
    """The same document as a PDF file that says when it was made."""
    pages = _pages()
    pages.add_font(_FAMILY, fname=REGULAR)
    pages.add_font(_FAMILY, style="B", fname=BOLD)
    pages.set_creation_date(at)
    pages.set_title(_drawable(title))
    pages.set_text_color(*_INK)
    pages.add_page()
    pages.set_font(_FAMILY, style="B", size=_TITLE)
    pages.multi_cell(0, _LINE * 1.6, _drawable(title), align="L", new_x="LMARGIN", new_y="NEXT")
    for section in sections:
        _section(pages, section)
    return bytes(pages.output())


def _pages() -> "FPDF":
    """Pages in portrait with their number at the foot."""
    from fpdf import FPDF  # its fonts take half a second to import, which no other command should wait for

    class Pages(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(_FAMILY, size=8)
            self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="C")

    return Pages(format="A4")


def _section(pages: "FPDF", section: Section) -> None:
    from fpdf.fonts import FontFace

    pages.ln(_LINE)
    if section.title:
        pages.set_font(_FAMILY, style="B", size=_HEADING)
        pages.multi_cell(0, _LINE * 1.4, _drawable(section.title), align="L", new_x="LMARGIN", new_y="NEXT")
    pages.set_font(_FAMILY, size=_SIZE)
    if not section.rows:
        pages.multi_cell(0, _LINE, _drawable(section.sentence), align="L", new_x="LMARGIN", new_y="NEXT")
        return
    heading = FontFace(emphasis="BOLD", fill_color=_SHADE)
    with pages.table(
        headings_style=heading, text_align="LEFT", line_height=_LINE, col_widths=_widths(section)
    ) as table:
        for cells in (section.columns, *section.rows):
            row = table.row()
            for cell in cells:
                row.cell(_drawable(str(cell)))


def _widths(section: Section) -> tuple[int, ...]:
    """Wider where longer text stands, within limits that leave every column readable."""
    longest = [
        max(len(str(row[place])) for row in (section.columns, *section.rows)) for place in range(len(section.columns))
    ]
    return tuple(min(60, max(18, length)) for length in longest)


def _drawable(text: str) -> str:
    """The text with every sign the fonts lack written as its number."""
    plain = text.encode("utf-8", "replace").decode()
    for sign in missing_signs(plain):
        plain = plain.replace(sign, f"[U+{ord(sign):04X}]")
    return plain
