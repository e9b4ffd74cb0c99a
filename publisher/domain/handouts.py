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
    """Why a text fell."""

    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
