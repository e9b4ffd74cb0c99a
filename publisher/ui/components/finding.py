"""The desk's box: what it is given, and what it says back when something was copied or nothing was found."""

from dataclasses import dataclass
from typing import Any

from publisher.domain.communities import Community, Room
from publisher.ui import compared, names
from publisher.ui.components.assets import nothing, register
from publisher.ui.i18n import TAGS, _, current

_FIND = register("find", "clipboard")


@dataclass(frozen=True)
class Said:
    """What just happened in the box: the question to send to a doctor, with its community; or a copy on record."""

    ask: tuple[str, str] | None
    handed: bool


def find_box(places: list[Community], zone: str, key: str) -> Said:
    """Mount the box for the communities somebody serves."""
    result: Any = _FIND(
        key=key,
        data={
            "language": current().value,
            "tags": {language.value: tag for language, tag in TAGS.items()},
            "zone": zone,
            "places": [_place(one) for one in places],
            "labels": _labels(),
        },
        on_ask_change=nothing,
        on_handed_change=nothing,
    )
    asked = result.ask
    return Said((str(asked["query"]), str(asked["community"])) if asked else None, bool(result.handed))


def _place(one: Community) -> dict[str, str]:
    told = names.room(one.room) if one.room in (Room.NEARLY_FULL, Room.FULL) else ""
    return {
        "id": one.id,
        "name": one.name,
        "language": one.language.value,
        "room": told,
        "tone": "stop" if one.room is Room.FULL else "wait",
    }


def _labels() -> dict[str, Any]:
    return {
        "places": _("For"),
        "ask": _("What was asked?"),
        "hint": _("The question in the asker's words"),
        "keys": [
            ["↓", _("to the answers")],
            ["1", _("text")],
            ["2", _("picture card")],
            ["3", _("link with QR code")],
            ["4", _("to the doctor")],
            ["/", _("back to the box")],
        ],
        "text": _("Copy as text"),
        "card": _("Picture card"),
        "link": _("Link with QR code"),
        "send": _("Send the question to the doctor"),
        "comparing": _("Near. Being compared with the question…"),
        "found": _("Signed answers to this question"),
        "near": _("Nothing signed answers this question. What is near is not the same:"),
        "nothing": _("Nothing signed answers this question."),
        "notSame": _("Near, not the same"),
        "signed": _("signed {day}"),
        "review": _("review by {day}"),
        "choose": _("Choose the community it is for."),
        "copied": _("On record and copied: paste it into the group."),
        "selected": _("On record. Selected: copy it with your keyboard or a long press."),
        "byHand": _("On record. Save the picture, or hold it to copy it."),
        "save": _("Save the picture"),
        "code": _("QR code of the link"),
        "signedOut": _("You are signed out. Sign in again and repeat it."),
        "offline": _("The line is down; try again."),
        "failed": _("That did not work here; try again, or tell an administrator."),
        "withValues": list(compared.WITH_VALUES),
        "aspects": {name: compared.aspect(name) for name in compared.ASPECTS},
    }
