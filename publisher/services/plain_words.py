"""The words of a message without letter case, marks and spaces, but with the signs that change what is said.

A decimal point makes a dose ten times as large, and a plus or a minus is the whole result of a test.
"""

import re

from publisher.policy.folding import fold

_ONE_SIGN = str.maketrans(
    dict.fromkeys("‐‑‒–−－﹣", "-")
    | dict.fromkeys("＋﹢", "+")
    | {"，": ",", "．": ".", "：": ":"}
    | dict.fromkeys("／⁄∕", "/")
    | {"＜": "<", "＞": ">", "＝": "="}
    | dict.fromkeys("≦⩽", "≤")
    | dict.fromkeys("≧⩾", "≥")
)
_COMMA = re.compile(r"(?<=\d),(?=\d)(?!\d{3}(?!\d))")  # before three digits it may part thousands
_SIGNS = (
    r"(?<=\d)[.,](?=\d)",
    r"(?<![\w.,])[.,](?=\d)",  # .5
    r"(?<=\d) ?[/:-] ?(?=\d)",
    r"[+±%‰]",
    r"[<>≤≥](?= ?\d)",
    r"(?<![\w)])-(?=\d)",  # -5, no stroke between two words
    r"(?<=[\w)])-(?![\w-])",  # Rh-
    r"-(?= *(?:[,.;:!?)\]。；！？）】\n]|$))",  # (-)
)
_TOKEN = re.compile("|".join((r"\d+|[^\W\d_]+", *_SIGNS)))
_NOT_BETWEEN_DIGITS = re.compile(r"(?<!\d) | (?!\d)")
_WEIGHTY = re.compile(r"[\d\W]")


def plain(words: str) -> str:
    """What is left to compare. Two numbers never run into one; a decimal comma is a decimal point."""
    one = fold(words)[0].translate(_ONE_SIGN)
    for written, sign in (("<=", "≤"), (">=", "≥"), ("+/-", "±")):
        one = one.replace(written, sign)
    return _NOT_BETWEEN_DIGITS.sub("", " ".join(_TOKEN.findall(_COMMA.sub(".", one))))


def weighty(plain_words: str) -> bool:
    """Whether digits or signs stand in them."""
    return _WEIGHTY.search(plain_words) is not None
