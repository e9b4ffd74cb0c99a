"""What a channel counts: the units of its lengths, and the numbers it gives of a post, in the reader's language."""

from publisher.ui.i18n import _


def measure(name: str) -> str:
    """What a network counts of a post."""
    known = {"views": _("Views"), "reactions": _("Reactions"), "comments": _("Comments"), "shares": _("Shares")}
    return known.get(name, name)


def unit(name: str) -> str:
    """What a length on a channel is counted in."""
    known = {
        "characters": _("characters"),
        "graphemes": _("visible characters"),
        "utf8_bytes": _("bytes"),
        "utf16_units": _("characters, most emoji counting two"),
        "characters_links_23": _("characters, a link counting 23"),
        "characters_latin_half": _("characters, Latin letters counting half"),
    }
    return known.get(name, name)
