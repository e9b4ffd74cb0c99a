"""The fixed texts a person copies for crisis and urgent messages, with local numbers and the dates they were checked.

Kept as editors' files, marked unreviewed until somebody signs them off. Nothing here sends anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from publisher import resources
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction, Language
from publisher.policy.files import read_model
from publisher.policy.packs import Strict, Words
from publisher.services.desk import Desk
from publisher.services.triaging import triage_of
from publisher.storage import communities, people

_INSTEAD = {
    "ambulance_number": "emergency_number",
    "poison_line": "ambulance_number",
    "crisis_line": "emergency_number",
}


class Reply(Strict):
    id: Words
    use: Words
    text: Words
    never: tuple[str, ...] = ()


class ReplyFile(Strict):
    status: Words
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class ReadyText:
    """A text to copy. `status` says whether a professional has signed it off."""

    id: str
    text: str
    status: str
    numbers_until: date  # the day by which the numbers in it must be checked again


@dataclass(frozen=True)
class WayToCare:
    """Where a person finds care: numbers with their date, the organisation's pages, its verified doctors, unranked."""

    emergency: str
    ambulance: str
    checked_until: date
    booking_page: str
    internet_hospital: str
    doctors: tuple[str, ...]


@lru_cache(maxsize=3)
def _file(language: Language) -> ReplyFile:
    return read_model(resources.content_folder() / "replies" / f"{language.value}.yaml", ReplyFile)


def jurisdiction_of(desk: Desk, language: Language) -> Jurisdiction:
    """Where a writer of this language is taken to be: the organisation's place if it has one, else by language."""
    return desk.settings.jurisdictions[0] if desk.settings.jurisdictions else HOME_JURISDICTION[language]


def places_of(desk: Desk, language: Language, names: Iterable[str | None]) -> list[Jurisdiction]:
    """Where those who write in these communities are: each one's own law, and for one not kept here the usual place."""
    with desk.db.read() as tx:
        known = [communities.by_name(tx, name) if name else None for name in dict.fromkeys(names)]
    usual = jurisdiction_of(desk, language)
    return list(dict.fromkeys(one.jurisdiction if one else usual for one in known)) or [usual]


def texts(
    desk: Desk,
    language: Language,
    flags: tuple[str, ...] = (),
    place: Jurisdiction | None = None,
    *,
    crisis: bool = False,
) -> list[ReadyText]:
    """What fits these red flags; without any, and before them in a `crisis`, the crisis text: whoever took pills to
    die needs more than the poison line. Two flags may share a text, each with its own line in it. Numbers are those
    of the place."""
    place = place or jurisdiction_of(desk, language)
    numbers = _numbers(desk, place)
    known = {flag.id: flag for flag in triage_of(desk.gate).danger.flags if flag.id in flags}
    wanted = [(flag.template, getattr(flag.flag_line, language.value)) for flag in known.values()]
    if crisis or not wanted:
        wanted.insert(0, ("RT-CRISIS", ""))
    file = _file(language)
    found = []
    for template, line in dict.fromkeys(wanted):
        reply = next(one for one in file.replies if one.id == f"{template}-{language.value}")
        filled = " ".join(reply.text.format_map({**numbers, "flag_line": line}).split())
        if language is Language.ZH:
            filled = reply.text.format_map({**numbers, "flag_line": line})
        found.append(ReadyText(reply.id, filled, file.status, _until(desk, place)))
    return found


def way_to_care(desk: Desk, language: Language, place: Jurisdiction | None = None) -> WayToCare:
    """What stands beside every urgent reply and every search for a doctor. Nobody pays for a place in it."""
    place = place or jurisdiction_of(desk, language)
    numbers, today = _numbers(desk, place), desk.today()
    with desk.db.read() as tx:
        everybody = people.all_people(tx)
    checked = ((one.name, _checked_licence(one, today)) for one in everybody if one.active and one.has(Role.DOCTOR))
    doctors = sorted(
        f"{name} ({', '.join(licence.specialties)})" if licence.specialties else name
        for name, licence in checked
        if licence is not None
    )
    return WayToCare(
        numbers["emergency_number"],
        numbers["ambulance_number"],
        _until(desk, place),
        desk.settings.booking_page,
        desk.settings.internet_hospital,
        tuple(doctors),
    )


def _checked_licence(doctor: Person, today: date) -> Licence | None:
    """One that holds today and that somebody looked up in its register."""
    return next((one for one in doctor.licences if one.valid_on(today) and one.checked_on is not None), None)


def _numbers(desk: Desk, place: Jurisdiction) -> dict[str, str]:
    numbers = {**desk.gate.library.numbers([Jurisdiction.INT])}
    table = desk.gate.library.contacts.get(place)
    own = {contact.slot: contact.number for contact in table.contacts} if table else {}
    for slot, other in _INSTEAD.items():  # a place without a number of its own for this has the more general one
        if slot not in own:
            own[slot] = own.get(other) or own.get("emergency_number") or numbers.get(slot) or numbers[other]
    return numbers | own


def _until(desk: Desk, place: Jurisdiction) -> date:
    contacts = desk.gate.library.contacts
    return date.fromisoformat(contacts.get(place, contacts[Jurisdiction.INT]).recheck_by)
