"""Cuts a text into sentences with their places in it, for Chinese, Russian and English alike."""

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？；!?;]+[”’»\"')）]*\s*|(?<!\d)\.(?=\s|$)[”’»\"')]*\s*|(?<=\d)\.(?=\s+[A-ZА-ЯЁ]|\s*$)\s*|\n+")
_MARKS = re.compile(r"^[\s#>*\-–•\d.)、（(]*(?=[^\W\d_])")
_SHORTEST, _LONGEST = 4, 600


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands, in code points of the text as given."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Sentence]:
    """Sentences in order; headings and list items count as sentences, marks before them do not."""
    found, place = [], 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[place:end]
        inner = piece.strip()
        start = place + len(piece) - len(piece.lstrip())
        if (
            len(inner) > 8
            and (mark := _MARKS.match(inner))
            and mark.end()
            and not inner[: mark.end()].strip("#>*-–• ").strip()
        ):
            start, inner = start + mark.end(), inner[mark.end() :]
        if len(inner) >= _SHORTEST:
            found.append(Sentence(start, start + len(inner[:_LONGEST]), inner[:_LONGEST]))
        place = end
    return found
