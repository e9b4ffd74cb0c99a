"""Personal data in a text: contacts, identifiers, names, and details that together point to one person."""

from collections.abc import Iterator
from dataclasses import replace

from publisher.policy.folding import undisguised
from publisher.policy.personal import names as person_names
from publisher.policy.personal.contacts import contacts
from publisher.policy.personal.dates import dates
from publisher.policy.personal.identifiers import identifiers
from publisher.policy.personal.items import Item, without_overlaps
from publisher.policy.personal.quasi import quasi_identifiers
from publisher.policy.reading import Reading
from publisher.policy.text import Text

__all__ = ["Item", "personal_data"]


def personal_data(reading: Reading) -> list[Item]:
    """All items in order of place, found once per reading; a longer item keeps the place from a shorter one."""
    if reading.personal is None:
        reading.personal = without_overlaps([*_pointing(reading.text), *quasi_identifiers(reading)])
    return reading.personal


def _pointing(text: Text) -> Iterator[Item]:
    """What points to a person, found in the text without its disguises and told where it stood in the text as given."""
    plain, offsets = undisguised(text.raw)
    seen = text if plain == text.raw else Text(plain, text.language)
    for find in (identifiers, contacts, dates, person_names.names):
        for item in find(seen):
            if offsets is None:
                yield item
            else:
                yield replace(item, start=offsets[item.start], end=offsets[item.end - 1] + 1)
