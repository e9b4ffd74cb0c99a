"""Where an incoming message goes, and what it was seen to hold. Crisis and urgent fail towards a person."""

from dataclasses import dataclass
from enum import StrEnum

from publisher.domain.places import Language


class Route(StrEnum):
    """Who takes a message; the first that fits, from the top."""

    CRISIS = "crisis"  # a life may be in danger: the person on duty, within a minute
    URGENT = "urgent"  # a medical red flag: a person points to emergency care
    DOCTOR = "doctor"  # only a doctor can take it
    MODERATOR = "moderator"  # the library may answer
    SET_ASIDE = "set_aside"  # no question


ALARMS = (Route.CRISIS, Route.URGENT)


class Label(StrEnum):
    """What stands in a message, each with its place."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    INDIVIDUAL = "individual_advice"
    DOCTOR_SEARCH = "doctor_search"
    COMPLAINT = "complaint"
    PERSONAL_DATA = "personal_data"
    ADVERT = "advert"
    FUNDRAISING = "fundraising"
    ABUSE = "abuse"


@dataclass(frozen=True)
class Mark:
    """A label and its place: code points of the text as given. `detail` is the red flag's or the cue's name."""

    label: Label
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True)
class Triaged:
    """One message read: its route, its labels in order of place, and its words with the person taken out."""

    language: Language
    route: Route
    marks: tuple[Mark, ...]
    masked: str

    @property
    def flags(self) -> tuple[str, ...]:
        """The red flags found, such as RF-01."""
        return tuple(dict.fromkeys(mark.detail for mark in self.marks if mark.detail.startswith("RF-")))
