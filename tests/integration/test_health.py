"""How delivery goes, in figures: for the page, and for Prometheus on this machine or with the token."""

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from publisher.channels.contract import Rejected, RetryLater
from publisher.services import accounts, health, scheduling, stopping
from publisher.services.delivering import deliver
from publisher.services.desk import Desk
from publisher.web import metrics
from tests.support.clinic import Clinic, open_clinic
from tests.support.networks import Network


def at_work(tmp_path: Path, database_url: str, **settings: object) -> Clinic:
    network = Network()
    clinic = open_clinic(tmp_path / "home", database_url, extra={"network": network}, **settings)
    accounts.add_account(clinic.desk, clinic.administrator, "network", "net", {}, {"token": "t"})
    for number, outcome in enumerate([None, lambda: RetryLater("busy"), lambda: Rejected("no")]):
        entry = clinic.signed(f"Text {number}", title="T").id
        publication = scheduling.schedule(clinic.desk, clinic.doctor, entry, "net").id
        clinic.clock.forward(seconds=10)
        network.script = [outcome] if outcome else []
        deliver(clinic.desk, publication, 1)
    return clinic


def asked(desk: Desk, client: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    with TestClient(Starlette(routes=metrics.routes(desk)), client=(client, 50_000)) as browser:
        answer = browser.get("/metrics", headers=headers)
        return answer.status_code, answer.text


def test_each_day_says_what_was_sent_and_how_late(tmp_path: Path, database_url: str) -> None:
    clinic = at_work(tmp_path, database_url)
    days = health.days(clinic.desk, clinic.doctor, "Europe/Berlin")
    assert len(days) == 30
    today = days[-1]
    assert (today.sent, today.failed, today.unknown, today.postponed) == (1, 1, 0, 1)
    assert (today.delay_half, today.delay_most) == (10.0, 10.0)
    assert days[0].delay_half is None
    assert health.days(clinic.desk, clinic.doctor, "UTC", account="site")[-1].sent == 0


def test_prometheus_reads_the_figures_of_this_moment(tmp_path: Path, database_url: str) -> None:
    clinic = at_work(tmp_path, database_url)
    stopping.hold_all(clinic.desk, clinic.doctor, "a pause")
    status, text = asked(clinic.desk)
    assert status == 200
    read = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert read["publisher_publications", "published"] == 1
    assert read["publisher_publications", "failed"] == 1
    assert read["publisher_attempts_total", "send", "retrylater"] == 1
    assert read["publisher_oldest_due_seconds",] == 20
    assert read["publisher_stopped",] == 1
    assert "Text 0" not in text


def test_another_machine_reads_them_only_with_the_token(tmp_path: Path, database_url: str) -> None:
    token = tmp_path / "token"
    token.write_text("a-long-token\n", "utf-8")
    closed = at_work(tmp_path / "closed", f"sqlite:///{tmp_path}/closed.db").desk
    assert asked(closed, "192.0.2.7")[0] == 403
    assert asked(closed, **{"X-Forwarded-For": "192.0.2.7"})[0] == 403
    opened = at_work(tmp_path / "opened", f"sqlite:///{tmp_path}/opened.db", metrics_token_file=token).desk
    assert asked(opened)[0] == 403
    assert asked(opened, "192.0.2.7", Authorization="Bearer wrong")[0] == 403
    assert asked(opened, "192.0.2.7", Authorization="Bearer a-long-token")[0] == 200
