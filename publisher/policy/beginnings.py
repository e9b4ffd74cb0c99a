"""Where a Russian expression may begin: inside a word never. Decides which of two equal checks is the cheap one that
holds for an expression; must not change what it finds."""

import re

ANYWHERE_BUT_INSIDE = "(?:(?<![а-я])|(?![а-я]))"  # or no letter at all: «акции» would else stand in «реакции»
AFTER_NO_LETTER = "(?<![а-я])"  # the same where the expression itself begins with a letter, at half the cost
_letter = re.compile(r"(?:\\b)*[а-яё](?![?*{])")
_class = re.compile(r"(?:\\b)*\[[а-яё-]+\](?![?*{])")
_group = re.compile(r"(?:\\b)*\((?:\?:)?(?![?])")


def begins_with_a_letter(expression: str) -> bool:
    """Whether all ways through an expression begin with a small Cyrillic letter; False where it cannot tell."""
    return all(map(_begins, _ways(expression)))


def _begins(way: str) -> bool:
    group = _group.match(way)
    if group is None:
        return bool(_letter.match(way) or _class.match(way))
    end = _end_of_group(way, group.end())
    return (
        end is not None
        and way[end : end + 1] not in ("?", "*", "{")
        and begins_with_a_letter(way[group.end() : end - 1])
    )


def _ways(expression: str) -> list[str]:
    """The alternatives outside all groups."""
    ways, depth, last = [], 0, 0
    for place, character in _bare(expression):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            ways.append(expression[last:place])
            last = place + 1
    return [*ways, expression[last:]]


def _end_of_group(way: str, inside: int) -> int | None:
    depth = 1
    for place, character in _bare(way):
        if place >= inside:
            depth += {"(": 1, ")": -1}.get(character, 0)
            if depth == 0:
                return place + 1
    return None


def _bare(expression: str) -> list[tuple[int, str]]:
    """Characters that mean something: outside classes and not escaped."""
    return [
        (match.start(), match.group())
        for match in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", expression, re.DOTALL)
        if len(match.group()) == 1
    ]
