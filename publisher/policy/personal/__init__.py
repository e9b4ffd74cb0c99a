"""Personal data in a text: contacts, identifiers, names, and details that together point to one person."""

from publisher.policy.personal import names as person_names
from publisher.policy.personal.contacts import contacts
from publisher.policy.personal.dates import dates
from publisher.policy.personal.identifiers import identifiers
from publisher.policy.personal.items import Item, without_overlaps
from publisher.policy.personal.quasi import quasi_identifiers
from publisher.policy.reading import Reading

__all__ = ["Item", "personal_data"]


def personal_data(reading: Reading) -> list[Item]:
    """All items in order of place, found once per reading; a longer item keeps the place from a shorter one."""
    if reading.personal is None:
        found = [
            *identifiers(reading.text),
            *contacts(reading.text),
            *dates(reading.text),
            *person_names.names(reading.text),
            *quasi_identifiers(reading),
        ]
        reading.personal = without_overlaps(found)
    return reading.personal
