"""More cases than a page holds, as after the import of an old export: what a person holds stays in her sight."""

import json
from datetime import timedelta
from pathlib import Path

from publisher.services import crisis
from publisher.services.desk import SHELL
from publisher.services.importing_questions import import_questions
from tests.support.clinic import Clinic
from tests.support.crises import on_duty

MANY = 101


def test_with_more_cases_than_a_page_holds_whoever_takes_one_keeps_it_in_sight_and_the_others_are_on_the_next(
    clinic: Clinic, tmp_path: Path
) -> None:
    old = (clinic.clock.now - timedelta(days=40)).isoformat()
    file = tmp_path / "export.jsonl"
    line = {"text": "I want to die tonight", "asked_at": old}
    cries = [line | {"id": f"c{at}", "author": f"writer{at}@example.net"} for at in range(MANY)]
    file.write_text("".join(json.dumps(cry) + "\n" for cry in cries), encoding="utf-8")
    import_questions(clinic.desk, SHELL, file)
    holder, other = on_duty(clinic, "holder", 1), on_duty(clinic, "other", 2)
    shown = [view.case.id for view in crisis.cases(clinic.desk, holder)]
    own = shown[0]
    crisis.take(clinic.desk, holder, own)
    hers = crisis.listed(clinic.desk, holder)
    assert own in [view.case.id for view in hers.items]
    assert (hers.total, len(hers.items)) == (MANY, MANY)
    first, second = crisis.listed(clinic.desk, other), crisis.listed(clinic.desk, other, page=2)
    assert own not in [view.case.id for view in first.items]
    assert [view.case.id for view in second.items] == [own]
    assert len({view.case.id for view in (*first.items, *second.items)}) == first.total == MANY
    fresh = crisis.report_danger(clinic.desk, clinic.doctor, "She said she will end it tonight")
    assert crisis.cases(clinic.desk, other)[0].case.id == fresh  # whom the pager calls for comes before them all
