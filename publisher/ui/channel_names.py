"""What a channel counts: the units of its lengths, and the numbers it gives of a post, in the reader's language."""

from publisher.rendering.lengths import called
from publisher.services.accounts import SITE
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


def account(name: str) -> str:
    """What an account is called. The built-in one has a short name for the shell, and one in the reader's language."""
    return _("Public site") if name == SITE else name
