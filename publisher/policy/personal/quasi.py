"""Details that name nobody but together point to one person: a patient with age, place, work, day, family or rarity."""

from collections.abc import Iterator

from publisher.domain.checking import Flag, Level
from publisher.policy.personal.items import Item
from publisher.policy.reading import Reading

DETAILS = ("quasi_age", "quasi_place", "quasi_work", "quasi_day", "quasi_family", "quasi_rare", "quasi_picture")


def quasi_identifiers(reading: Reading) -> Iterator[Item]:
    """One item per sentence that tells of a real patient: two details block, one is asked about."""
    text = reading.text
    seen: set[int] = set()
    for hit in reading.spans("patient_story"):
        number = text.sentence_at(hit[0])
        if number in seen:
            continue
        seen.add(number)
        start, end = text.sentence(number)
        if reading.inside(("invented_case",), start, end):
            continue
        details = sum(reading.inside((detail,), start, end) is not None for detail in DETAILS)
        if details == 0 or Flag.CONSENT_RECORDED in reading.context.flags:
            continue
        level = None if details >= 2 else Level.REVIEW
        yield Item("quasi", *text.original(start, end), level)
