"""Handing out: as what a text is taken away, and why it is called back."""

from enum import StrEnum


class Form(StrEnum):
    """As what a text is taken away."""

    TEXT = "text"
    CARD = "card"
    LINK = "link"
    PAGE = "page"  # of a pack: the public page of its stage
    PDF = "pdf"  # of a pack


class Cause(StrEnum):
    """Why a text fell, the mildest reason first."""

    EXPIRED = "expired"
    DUE = "due"  # what it translates fell, and no doctor has compared the two yet
    SUPERSEDED = "superseded"  # by another answer, or by its own corrected version
    WITHDRAWN = "withdrawn"

    def graver_than(self, other: "Cause") -> bool:
        order = list(Cause)
        return order.index(self) > order.index(other)
