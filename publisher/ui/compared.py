"""What the match gate compared, as people read it, and that nothing could be compared."""

from publisher.ui.i18n import _

ASPECTS = (
    *("time", "age", "sex", "many", "body", "type", "drug or food", "sense", "opposite", "side", "part"),
    *("kind of question", "way of asking", "asked about", "quantity", "how many", "country", "readers"),
    "stage",
)
"""What the match gate compares, by its own short names."""

WITH_VALUES = ("quantity", "how many", "country", "readers")
"""Those of which both sides are shown."""


def aspect(found: str) -> str:
    """What the match gate compared, from its own short name (“quantity: 8 weeks / 32 weeks”)."""
    name, _colon, values = found.partition(": ")
    label = {
        "time": _("stage"),
        "age": _("age"),
        "sex": _("sex"),
        "many": _("one or more babies"),
        "body": _("part of the body"),
        "type": _("type"),
        "drug or food": _("medicine or food"),
        "sense": _("negation"),
        "opposite": _("opposite words"),
        "side": _("before or after, above or below"),
        "part": _("which is which"),
        "kind of question": _("what is asked"),
        "way of asking": _("what is asked"),
        "asked about": _("what is asked"),
        "quantity": _("figures"),
        "how many": _("figures"),
        "country": _("country"),
        "readers": _("written for others"),
        "stage": _("kept for another stage"),
    }.get(name, name)
    return f"{label} ({values})" if name in WITH_VALUES else label


def not_compared(why: object) -> str:
    return _("This text cannot be compared with what was said before: {why}").format(why=why)
