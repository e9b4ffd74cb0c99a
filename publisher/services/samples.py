"""Fills a new home with the sample clinic: its people, texts in every state, groups and what they ask, a calendar."""

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.domain.entries import EntryStatus
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import (
    communities,
    importing_entries,
    importing_people,
    importing_questions,
    newcomers,
    scheduling,
    signing,
)
from publisher.services.accounts import SITE
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor, Desk
from publisher.services.library import entries, view
from publisher.services.people import people, set_roles

_UNSIGNED_EACH = 4  # per doctor, so that the signing queue has something in it
_SCHEDULED_EACH = 3


def fill(desk: Desk, samples: Path) -> list[Person]:
    """Import, sign and schedule through the same services that people use. Returns the doctors, English first."""
    importing_people.import_people(desk, SHELL, samples / "people.jsonl")
    for folder in (samples / "entries", samples / "flawed"):
        for file in sorted(folder.rglob("*.md")):
            found = importing_entries.read_entry(file)
            with desk.db.write() as tx:
                importing_entries.put_entry(desk, tx, SHELL, found, external_id=None, sample=True)
    doctors = [one for one in people(desk, SHELL) if one.has(Role.DOCTOR)]
    doctors.sort(key=lambda one: ("en" not in one.languages, one.email))
    doctors[0] = set_roles(desk, SHELL, doctors[0].id, doctors[0].roles | {Role.ADMINISTRATOR})
    for doctor in doctors:
        _sign_and_schedule(desk, Actor(doctor, "shell"))
    _open_communities(desk, samples / "communities.jsonl", Actor(doctors[0], "shell"))
    importing_questions.import_questions(desk, SHELL, samples / "questions.jsonl")
    return doctors


def _open_communities(desk: Desk, file: Path, keeper: Actor) -> None:
    """Groups with who works there, and the lists of their newcomers' first stages from what was just signed."""
    known = {one.email: one.id for one in people(desk, SHELL)}
    for line in file.read_text("utf-8").splitlines():
        said = json.loads(line)
        language, working = Language(said.pop("language")), said.pop("moderators")
        described = Described(language=language, **said | {"stages": tuple(said["stages"])})
        place = communities.add(desk, keeper, described)
        communities.set_moderators(desk, keeper, place.id, [known[one] for one in working])
        signed = entries(desk, keeper, language=language, status=EntryStatus.SCHEDULED, size=100).items
        with desk.db.read() as tx:
            stages = {row.id: view(desk, tx, row.id).revision for row in signed}
        for stage in place.stages:
            fitting = [one for one, revision in stages.items() if revision and stage in revision.content.stages]
            newcomers.set_list(desk, keeper, place.id, stage, fitting)


def _sign_and_schedule(desk: Desk, doctor: Actor) -> None:
    ready = entries(desk, doctor, author=doctor.id, status=EntryStatus.READY, size=100).items
    zone = doctor.person.zone if doctor.person else "UTC"
    today = desk.clock().astimezone(ZoneInfo(zone)).date()
    for number, row in enumerate(sorted(ready, key=lambda one: one.title)[_UNSIGNED_EACH:]):
        signing.sign(desk, doctor, row.id, compared=True)
        # nine in the morning: no zone changes its clocks at that hour
        at = f"{today + timedelta(days=number + 1)}T09:00" if number < _SCHEDULED_EACH else None
        scheduling.schedule(desk, doctor, row.id, SITE, at, zone)
