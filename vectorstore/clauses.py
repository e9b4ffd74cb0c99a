"""Cuts a sentence that is too long to be one claim at its commas; every part keeps whom and what the sentence is about.

Decides nothing about what is cut: a part says less than a sentence, so whoever compares parts asks for more.
"""

import re

from vectorstore.reading import read

LONGEST_CLAIM = {"zh": 50}  # characters; a longer sentence holds more than one claim
LONGEST_ELSEWHERE = 200
_SHORTEST = {"zh": 6}  # of a part; a shorter one goes with the next
_SHORTEST_ELSEWHERE = 24
_COMMA = re.compile(r"(?<=[，,；;：:])(?!\d)\s*|(?<=[—–])\s+")


def longest(language: str) -> int:
    return LONGEST_CLAIM.get(language, LONGEST_ELSEWHERE)


def parts(text: str, language: str) -> list[str]:
    """The text itself when it is short enough; else its parts, each led by the beginning and the medicine it needs."""
    if len(text) <= longest(language):
        return [text]
    found = _joined([one for one in _COMMA.split(text) if one.strip()], _SHORTEST.get(language, _SHORTEST_ELSEWHERE))
    if len(found) < 2:
        return []
    lead, claims, named = found[0], [found[0]], _names(found[0], language)
    for place, one in enumerate(found[1:]):
        own = _names(one, language)
        led = lead if place == 0 or own or not named or _names(lead, language) else f"{lead} {' '.join(named)} "
        claims.append(_spaced(led, one, language))
        named = own or named
    return [one for one in claims if len(one) <= longest(language)]


def _joined(pieces: list[str], shortest: int) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        if found and len(found[-1].strip()) < shortest:
            found[-1] += piece
        else:
            found.append(piece)
    if len(found) > 1 and len(found[-1].strip()) < shortest:
        found[-2:] = ["".join(found[-2:])]
    return found


def _names(text: str, language: str) -> list[str]:
    return sorted(name.replace("_", " ") for name in read(text, language).entities)


def _spaced(lead: str, part: str, language: str) -> str:
    return f"{lead}{part}" if language == "zh" else f"{lead.rstrip()} {part.lstrip()}"
