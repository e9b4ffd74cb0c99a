"""What the record keeps of lines that were laid beside each other: in what they differ, never the patients' figures."""

import json

from sqlalchemy import select, text

from publisher.services import grouping
from publisher.storage import tables
from tests.integration.test_lines_to_compare import bring
from tests.support.clinic import Clinic


def test_a_line_beside_another_is_recorded_by_what_differs_without_its_values(clinic: Clinic) -> None:
    bring(
        clinic,
        "Is it safe to drink coffee after my abortion at 9 weeks?",
        "Is it safe to drink coffee after my abortion at 12 weeks?",
    )
    while grouping.group_new(clinic.desk):
        pass
    with clinic.desk.db.read() as tx:
        (told,) = tx.execute(text("SELECT detail FROM event WHERE action = 'joined'")).scalars()
    assert json.loads(told)["differs"] == ["quantity"]
    with clinic.desk.db.read() as tx:  # the line itself, which people decide about, says it all
        shown = tx.execute(select(tables.question.c.differs).where(tables.question.c.differs.is_not(None))).scalars()
        assert list(shown) == [["quantity: 9 weeks / 12 weeks"]]
