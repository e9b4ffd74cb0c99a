"""Two moderators change one list at the same moment: what either of them did is there afterwards."""

import inspect
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from publisher.services import communities, newcomers
from publisher.services.desk import Desk
from publisher.storage import tables
from tests.integration.test_communities import moderator
from tests.integration.test_handing_out import groups
from tests.integration.test_newcomers import EARLY
from tests.support.clinic import Clinic

WINDOWS = 6


def interrupted(clinic: Clinic, group: str, added: str) -> Desk:
    """A desk on which somebody else adds a text while a change of the list is on its way."""
    done: list[str] = []

    def clock() -> datetime:
        if inspect.stack()[1].filename == newcomers.__file__ and not done:
            done.append(added)
            newcomers.put(clinic.desk, clinic.administrator, group, EARLY, added)
        return clinic.clock()

    return replace(clinic.desk, clock=clock)


def test_what_is_added_while_another_adds_or_moves_stays_in_the_list(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    first, second, third, fourth, fifth = (clinic.signed(title=title).id for title in "ABCDE")
    newcomers.set_list(desk, admin, group.id, EARLY, [first])
    newcomers.put(interrupted(clinic, group.id, second), admin, group.id, EARLY, third)
    newcomers.move(interrupted(clinic, group.id, fourth), admin, group.id, EARLY, third, -1)
    newcomers.move(interrupted(clinic, group.id, fifth), admin, group.id, EARLY, first, 0)
    assert newcomers.pack(desk, admin, group.id, EARLY).standing == [third, second, fourth, fifth]


def test_many_windows_that_add_at_once_lose_nothing(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    wanted = [clinic.signed(title=f"Text {number}").id for number in range(WINDOWS)]
    with ThreadPoolExecutor(WINDOWS) as together:
        list(together.map(lambda entry: newcomers.put(desk, admin, group.id, EARLY, entry), wanted))
    assert sorted(newcomers.pack(desk, admin, group.id, EARLY).standing) == sorted(wanted)


def test_who_added_a_text_is_kept_when_another_changes_the_list(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    first, second = (clinic.signed(title=title).id for title in "AB")
    mona = moderator(clinic)
    communities.set_moderators(desk, admin, group.id, [mona.id or ""])
    newcomers.put(desk, mona, group.id, EARLY, first)
    newcomers.put(desk, admin, group.id, EARLY, second)
    newcomers.move(desk, admin, group.id, EARLY, second, -1)
    item = tables.stage_item
    with desk.db.read() as tx:
        added = tx.execute(select(item.c.entry, item.c.person).order_by(item.c.position)).all()
    assert [tuple(row) for row in added] == [(second, admin.id), (first, mona.id)]
