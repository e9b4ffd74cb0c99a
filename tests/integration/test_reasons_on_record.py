"""Why somebody did something stays on record for ever: whoever is named there is masked, wherever it is asked why."""

from pathlib import Path

from sqlalchemy import text

from publisher.domain.handouts import Form
from publisher.domain.triage import Route
from publisher.services import (
    accounts,
    checking,
    controlling,
    crisis,
    drafting,
    facts,
    handing_out,
    holding,
    inbox,
    reaching,
    recalling,
    rerouting,
    resolving,
    scheduling,
    stopping,
    withdrawing,
)
from publisher.storage import entries
from tests.integration.test_handing_out import groups
from tests.integration.test_reaching import URGENT
from tests.support.clinic import Clinic, open_clinic
from tests.support.crises import inserted, on_duty

KEPT = ("event", "recall_item", "acceptance", "entry", "hold", "account", "publication", "setting")
NEEDS_A_REVIEWER = "Iron is found in meat and beans. One reader, born on 12 March 1984, asked about it."
NAMED = "Anna Petrova from ward 3, +7 916 123-45-67, asked for it"


def on_record(clinic: Clinic) -> str:
    with clinic.desk.db.read() as tx:
        kept = [tx.execute(text(f"SELECT * FROM {table}")).all() for table in KEPT]
    return str(kept)


def assert_masked(clinic: Clinic, action: str) -> None:
    with clinic.desk.db.read() as tx:
        found = tx.execute(text("SELECT detail FROM event WHERE action = :action"), {"action": action}).scalars().all()
    assert any("asked for it" in one for one in found), found
    for planted in ("Petrova", "916 123", "123-45-67"):
        assert planted not in on_record(clinic)


def asked(clinic: Clinic, tmp_path: Path, **more: object) -> inbox.QuestionView:
    groups(clinic, "One")
    inserted(clinic, tmp_path, **(URGENT | more))
    found = [one for route in Route for one in inbox.groups(clinic.desk, clinic.administrator, route).items]
    return inbox.group(clinic.desk, clinic.administrator, found[0].id).members[0]


def test_setting_a_line_aside(clinic: Clinic, tmp_path: Path) -> None:
    question = asked(clinic, tmp_path, text="Can people with gout eat fish?")
    inbox.set_aside(clinic.desk, clinic.administrator, question.group or "", NAMED)
    assert_masked(clinic, "set_aside")


def test_moving_a_question(clinic: Clinic, tmp_path: Path) -> None:
    question = asked(clinic, tmp_path)
    rerouting.reroute(clinic.desk, clinic.administrator, question.id, Route.DOCTOR, NAMED)
    assert_masked(clinic, "rerouted")


def test_opening_the_way_back_to_who_asked(clinic: Clinic, tmp_path: Path) -> None:
    question = asked(clinic, tmp_path)
    reaching.open_origin(clinic.desk, on_duty(clinic, "ann", 1), question.id, NAMED)
    assert_masked(clinic, "origin_opened")


def test_opening_the_way_back_to_who_is_in_danger(clinic: Clinic, tmp_path: Path) -> None:
    ann = on_duty(clinic, "ann", 1)
    case = inserted(clinic, tmp_path)
    message = crisis.case(clinic.desk, ann, case).messages[0]
    crisis.open_origin(clinic.desk, ann, message.id, NAMED)
    assert_masked(clinic, "origin_opened")


def test_a_place_that_cannot_be_corrected(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    signed = clinic.signed()
    handing_out.hand_out(clinic.desk, clinic.administrator, signed.id, Form.TEXT, [group.id])
    withdrawing.withdraw(clinic.desk, clinic.doctor, signed.id, "A figure was wrong.")
    (item,) = recalling.waiting(clinic.desk, clinic.administrator)
    recalling.impossible(clinic.desk, clinic.administrator, item.id, NAMED)
    assert_masked(clinic, "recall_impossible")


def test_a_name_at_the_end_of_what_is_kept_is_masked_before_the_reason_is_cut(clinic: Clinic, tmp_path: Path) -> None:
    question = asked(clinic, tmp_path)
    words = "asked for it " + "again " * 46
    rerouting.reroute(clinic.desk, clinic.administrator, question.id, Route.DOCTOR, words + "+7 916 123-45-67")
    assert_masked(clinic, "rerouted")


def test_holding_an_account_a_doctors_texts_one_publication_and_everything(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    accounts.hold_account(desk, admin, "site", NAMED)
    assert_masked(clinic, "held")
    holding.hold_group(desk, admin, holding.Group.DOCTOR, clinic.doctor.id or "", NAMED)
    stopping.hold_all(desk, admin, NAMED)
    assert_masked(clinic, "stopped")
    stopping.resume_all(desk, admin)
    holding.resume_group(desk, admin, holding.Group.DOCTOR, clinic.doctor.id or "")
    accounts.resume_account(desk, admin, "site")
    queued = scheduling.schedule(desk, clinic.doctor, clinic.signed().id, "site", "2026-12-24T09:00")
    controlling.hold(desk, admin, queued.id, NAMED)
    assert_masked(clinic, "held")


def test_returning_a_text_and_letting_a_finding_stand(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, reviewer=True)
    assert clinic.reviewer is not None
    entry = clinic.draft(NEEDS_A_REVIEWER)
    drafting.keep_revision(clinic.desk, clinic.doctor, entry.id)
    with clinic.desk.db.read() as tx:
        report = entries.report(tx, entries.row(tx, entry.id).head_revision)
    assert report is not None
    rule = min(facts.rules_to_accept(report[0]))
    checking.accept_finding(clinic.desk, clinic.reviewer, entry.id, rule, NAMED)
    assert_masked(clinic, "finding_accepted")
    view = checking.return_entry(clinic.desk, clinic.reviewer, entry.id, NAMED)
    assert_masked(clinic, "returned")
    assert "asked for it" in (view.returned_reason or "")


def test_letting_two_sentences_stand(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url, reviewer=True)
    first, second = clinic.signed(title="One").id, clinic.signed(title="Two").id
    pair = resolving.Pair(first, second, "conflict:" + "0" * 40, "number")
    resolving.let_pair_stand(clinic.desk, clinic.doctor, pair, NAMED)
    assert_masked(clinic, "dismissed")
