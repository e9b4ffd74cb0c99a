"""Personal data in a text: contacts, identifiers, names, and details that together point to one person."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from publisher.domain.checking import Level
from publisher.policy.folding import undisguised
from publisher.policy.personal import addressed, latin_names
from publisher.policy.personal import names as person_names
from publisher.policy.personal.contacts import contacts, in_words
from publisher.policy.personal.dates import dates
from publisher.policy.personal.identifiers import identifiers
from publisher.policy.personal.items import Item, united, without_overlaps
from publisher.policy.personal.links import queries
from publisher.policy.personal.quasi import quasi_identifiers
from publisher.policy.reading import Reading
from publisher.policy.spoken import Spoken
from publisher.policy.text import Text

__all__ = ["Item", "in_answers_words", "in_doctors_words", "in_patients_words", "personal_data"]

Finder = Callable[[Text], Iterator[Item]]


def personal_data(reading: Reading) -> list[Item]:
    """All items in order of place, found once per reading; a longer item keeps the place from a shorter one."""
    if reading.personal is None:
        reading.personal = without_overlaps([*_pointing(reading.text), *quasi_identifiers(reading)])
    return reading.personal


def in_patients_words(reading: Reading, others: Iterable[Spoken]) -> list[Item]:
    """What points to a person in words of a patient: as `personal_data`, in every other language that stands there too,
    and what an address asks for, which an agency's page in a doctor's text may. What overlaps is one."""
    found = [item for item in personal_data(reading) if item.entity != "quasi"]
    for other in others:
        whole = other.text.raw == reading.text.raw  # else a blank may stand between two numbers, and make them one
        named = person_names.names if other.sentences else _latin
        found += _pointing(other.text, (contacts if whole else in_words, named))
    return united([*found, *queries(reading.text.raw)])


def in_doctors_words(text: Text) -> list[Item]:
    """Numbers and contacts that are a person's own, in a text that teaches; an institution's free line and mailbox
    stay. Names are not looked for: nearly all that look like one there are diseases, medicines and organisations.
    """
    found = without_overlaps(_pointing(text, (identifiers, contacts)))
    return [item for item in found if item.level not in _TOLD or text.raw[item.start] == "@"]


def in_answers_words(text: Text, asked: Iterable[str]) -> list[Item]:
    """The same in an answer to one patient, with where she lives, when she was born, and her name where she is greeted
    or where it is one of `asked`, the names of her question. What overlaps is one."""
    named = [*addressed.greeted(text), *addressed.called_again(text, asked)]
    private = (item for item in _pointing(text, (in_words, dates)) if item.entity in ("address", "date"))
    return united([*in_doctors_words(text), *private, *(Item("name", *place) for place in named)])


_TOLD = (Level.NOTE, Level.WARN)


def _latin(text: Text) -> Iterator[Item]:
    return (Item("name", start, end) for start, end in latin_names.names(text.raw))


_FINDERS: tuple[Finder, ...] = (identifiers, contacts, dates, person_names.names)


def _pointing(text: Text, finders: tuple[Finder, ...] = _FINDERS) -> Iterator[Item]:
    """What points to a person, found in the text without its disguises and told where it stood in the text as given."""
    plain, offsets = undisguised(text.raw)
    seen = text if plain == text.raw else Text(plain, text.language)
    for find in finders:
        for item in find(seen):
            if offsets is None:
                yield item
            else:
                yield replace(item, start=offsets[item.start], end=offsets[item.end - 1] + 1)
