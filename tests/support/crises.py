"""A clinic with a real mail server, people on duty, and messages of somebody in danger."""

import json
from datetime import timedelta
from pathlib import Path

from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import alarms, crisis, duty, people
from publisher.services.desk import SHELL, Actor
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic, open_clinic


def crisis_clinic(tmp_path: Path, database_url: str, port: int, **settings: object) -> Clinic:
    mail = {"mail_host": "127.0.0.1", "mail_port": port, "mail_security": "none", "mail_from": "desk@example.org"}
    return open_clinic(tmp_path / "home", database_url, **(mail | settings))


def on_duty(clinic: Clinic, name: str, place: int, *, hours: float = 12, email: str = "") -> Actor:
    address = email or f"{name}@example.org"
    person = Person("", address, name.title(), frozenset({Role.MODERATOR}), (Language.EN,))
    found = people.add_person(clinic.desk, SHELL, person)
    now = clinic.clock.now
    duty.add_duty(clinic.desk, clinic.administrator, found.id, now, now + timedelta(hours=hours), place)
    return Actor(found, "session")


def inserted(clinic: Clinic, tmp_path: Path, **more: object) -> str:
    """A message of a writer, in danger unless `text` says otherwise; the most pressing case then ("" without one)."""
    line = {"id": "c1", "text": "I want to die tonight", "author": "writer@example.net", "url": "https://x.example/w"}
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(line | more) + "\n", encoding="utf-8")
    import_questions(clinic.desk, SHELL, file)
    found = crisis.cases(clinic.desk, clinic.administrator)
    return found[0].case.id if found else ""


def minutes(clinic: Clinic, count: float) -> None:
    """A worker's minutes: a round every two seconds."""
    for _ in range(round(count * 30)):
        clinic.clock.forward(seconds=2)
        alarms.tick(clinic.desk)
