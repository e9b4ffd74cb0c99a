"""A clinic whose community has an account that listens: asked once, and what came of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from werkzeug import Response

from publisher.domain.places import Language
from publisher.services import accounts, communities, listening
from publisher.services.communities import Described
from tests.support.clinic import Clinic, open_clinic

GROUP = "Mothers"


def clinic_today(folder: Path) -> Clinic:
    """With the machine's own time, as networks tell theirs."""
    clinic = open_clinic(folder / "home", f"sqlite:///{folder / 'publisher.db'}")
    clinic.clock.now = datetime.now(UTC)
    communities.add(clinic.desk, clinic.administrator, Described(GROUP, Language.EN))
    return clinic


def listens(clinic: Clinic, kind: str, settings: dict[str, str], secrets: dict[str, str]) -> str:
    """An account of a kind that listens for the community; its id."""
    told = {"private_network": "yes", "questions_to": GROUP, **settings}
    return accounts.add_account(clinic.desk, clinic.administrator, kind, kind, told, secrets).id


def hear(clinic: Clinic, account: str) -> int:
    clinic.clock.forward(seconds=11)
    assert listening.due(clinic.desk) == [account]
    return listening.hear(clinic.desk, account)


def questions(clinic: Clinic) -> list[tuple[str, str, str]]:
    with clinic.desk.db.read() as tx:
        found = tx.execute(text("SELECT route, text, community FROM question ORDER BY made_at, id")).all()
    return [(row.route, row.text, row.community) for row in found]


def intake(clinic: Clinic) -> str:
    (place,) = communities.mine(clinic.desk, clinic.administrator)
    return str(listening.told_of(place, listening.ears(clinic.desk)))


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def reply(body: Any) -> Response:
    return Response(json.dumps(body), content_type="application/json")
