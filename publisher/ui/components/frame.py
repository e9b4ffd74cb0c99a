"""What surrounds every page: the page's language, the banner for a lost line, signing out."""

from publisher.ui.components.assets import register
from publisher.ui.i18n import TAGS, _, current

_FRAME = register("frame")


def frame(person: str | None) -> None:
    labels = {
        "signOut": _("Sign out"),
        "unsaved": _("Some text is only on this device and not saved yet. Sign out and lose it?"),
        "lost": _("The line is down. What you write is kept on this device."),
        "back": _("The line is back."),
    }
    _FRAME(key="frame", data={"lang": TAGS[current()], "person": person, "labels": labels})
