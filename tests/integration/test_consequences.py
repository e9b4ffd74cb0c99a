"""A pack, a licence or the day changes: what is queued is held, what is live falls, each with its reason."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from publisher import resources
from publisher.domain.checking import CheckContext, CheckReport, Finding, LegalSource, Level, PackVersion
from publisher.domain.publications import PublicationState
from publisher.policy.gate import Gate
from publisher.services import jobs, library, people, rechecking, scheduling
from publisher.services.delivering import deliver
from publisher.services.desk import Desk
from tests.support.clinic import Clinic, licence

S = PublicationState


class StricterGate:
    """The real gate after an editor's change of a pack: a new version, and one more sentence that blocks."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.packs = gate.packs
        self.texts_version = gate.texts_version

    def versions(self, context: CheckContext) -> tuple[PackVersion, ...]:
        return tuple(replace(pack, version="2027.1.1") for pack in self._gate.versions(context))

    def check(self, text: str, context: CheckContext) -> CheckReport:
        report = self._gate.check(text, context)
        start = text.find("leafy greens")
        if start < 0:
            return report
        new = Finding(
            "INT-NEW-01",
            Level.BLOCK,
            start,
            start + 12,
            "leafy greens",
            {"en": "Not any more."},
            None,
            LegalSource("A new law", "article 1"),
        )
        return replace(report, findings=(*report.findings, new), packs=self.versions(context))


def stricter(clinic: Clinic) -> Desk:
    return replace(clinic.desk, gate=StricterGate(clinic.desk.gate))  # type: ignore[arg-type]


def run_jobs(desk: Desk) -> list[jobs.Job]:
    while jobs.run_next(desk, "test", lambda: False):
        pass
    return jobs.jobs(desk)


def states(clinic: Clinic) -> dict[str, tuple[S, str]]:
    rows = library.publications(clinic.desk, clinic.doctor).items
    return {row.publication.id: (row.publication.state, row.publication.reason or "") for row in rows}


def test_a_stricter_pack_holds_what_is_queued_and_takes_back_what_is_live(clinic: Clinic) -> None:
    live = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    deliver(clinic.desk, live.id, 1)
    queued = scheduling.schedule(
        clinic.desk, clinic.doctor, clinic.signed(title="Later").id, "site", "2026-12-24T09:00"
    )
    harmless = clinic.signed("Beans contain iron.", title="Beans")
    untouched = scheduling.schedule(clinic.desk, clinic.doctor, harmless.id, "site", "2026-12-25T09:00")
    desk = stricter(clinic)
    rechecking.recheck(desk, lambda done, total: None)
    found = states(clinic)
    assert found[queued.id] == (S.HELD, "INT-NEW-01: Not any more.")
    assert found[live.id] == (S.REMOVING, "INT-NEW-01: Not any more.")
    assert found[untouched.id][0] is S.SCHEDULED
    assert deliver(desk, live.id, 2) == S.REMOVED


def test_a_changed_emergency_number_holds_what_would_carry_the_old_one(clinic: Clinic, tmp_path: Path) -> None:
    words = "Chest pressure with sweating can be a heart attack. Call your emergency number now."
    entry = clinic.signed(words, title="Heart attack")
    queued = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site", "2026-12-24T09:00")
    content = tmp_path / "content"
    shutil.copytree(resources.content_folder(), content)
    contacts = content / "contacts" / "INT.yaml"
    contacts.write_text(contacts.read_text("utf-8").replace("(112 in many countries)", "(113 in some)"), "utf-8")
    changed = replace(clinic.desk, gate=Gate.load(content, warm=False))
    rechecking.recheck(changed, lambda done, total: None)
    state, reason = states(clinic)[queued.id]
    assert state is S.HELD
    assert "would look different now" in reason


def test_the_worker_asks_once_per_change_and_shows_the_progress(clinic: Clinic) -> None:
    scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site", "2026-12-24T09:00")
    assert rechecking.ask_if_needed(clinic.desk)
    assert not rechecking.ask_if_needed(clinic.desk)
    done = run_jobs(clinic.desk)
    assert [(job.kind, job.state, job.progress) for job in done] == [
        ("recheck", "done", {"checked": 1, "held": 0, "taken_back": 0})
    ]


def test_a_licence_that_is_changed_to_end_holds_what_is_queued_and_leaves_what_is_live(clinic: Clinic) -> None:
    live = scheduling.schedule(clinic.desk, clinic.doctor, clinic.signed().id, "site")
    deliver(clinic.desk, live.id, 1)
    queued = scheduling.schedule(
        clinic.desk, clinic.doctor, clinic.signed(title="Later").id, "site", "2026-12-24T09:00"
    )
    rechecking.ask_if_needed(clinic.desk)
    run_jobs(clinic.desk)
    people.add_licence(clinic.desk, clinic.administrator, clinic.doctor.id or "", licence(date(2026, 11, 21)))
    assert rechecking.ask_if_needed(clinic.desk)
    run_jobs(clinic.desk)
    found = states(clinic)
    assert found[live.id][0] is S.PUBLISHED
    assert found[queued.id][0] is S.HELD
    assert "ended on 2026-11-21" in found[queued.id][1]


def test_a_live_text_whose_review_date_passed_is_taken_back_the_next_day(clinic: Clinic) -> None:
    entry = clinic.signed(review_by="2026-11-30")
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry.id, "site")
    deliver(clinic.desk, live.id, 1)
    clinic.clock.forward(days=8)
    rechecking.ask_if_needed(clinic.desk)
    run_jobs(clinic.desk)
    assert states(clinic)[live.id][0] is S.PUBLISHED
    clinic.clock.forward(days=1)
    rechecking.ask_if_needed(clinic.desk)
    run_jobs(clinic.desk)
    assert states(clinic)[live.id][0] is S.REMOVING
    deliver(clinic.desk, live.id, 2)
    page = (clinic.desk.settings.site_root / "en" / entry.id / "index.html").read_text("utf-8")
    assert "Iron deficiency is common" not in page
