"""What a channel counts: the units of its lengths, and the numbers it gives of a post, in the reader's language."""

from publisher.rendering.lengths import called
from publisher.ui.i18n import _, spoken


def measure(name: str) -> str:
    """What a network counts of a post."""
    known = {"views": _("Views"), "reactions": _("Reactions"), "comments": _("Comments"), "shares": _("Shares")}
    return known.get(name, name)


def unit(name: str) -> str:
    """What a length on a channel is counted in."""
    try:
        return spoken(called(name))
    except ValueError:
        return name
