"""The worker's helper: what waits for the search index is done once it is whole."""

from pathlib import Path

from sqlalchemy import select

from publisher.services import comparing
from publisher.services.desk import Desk
from publisher.services.index_opening import is_whole
from publisher.storage import tables
from tests.support.house import House
from tests.support.processes import wait_until


def test_answers_are_compared_once_the_index_is_whole(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.fill()

    def compared(desk: Desk) -> bool:
        with desk.db.read() as tx:
            done = select(tables.job.c.id).where(tables.job.c.kind == comparing.KIND, tables.job.c.state == "done")
            return tx.execute(done).first() is not None

    with house.stack:
        house.start("worker")
        wait_until(lambda: bool(house.ask(compared)), 180, "the clinic's answers were compared")
        assert house.ask(is_whole)
