"""The workspace behind the web servers of deploy/, on a phone-sized browser on another host, over HTTPS."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from publisher import bootstrap
from publisher.services import identity, people
from publisher.settings import load_settings
from tests.support.processes import answers, free_port, running, wait_until
from tests.support.proxy import HOST

PHONE = {"width": 390, "height": 844}
DOCTOR = {"email": "doctor@clinic.example", "name": "Anna Example", "roles": ["doctor", "administrator"]}


@dataclass(frozen=True)
class Workspace:
    """A running workspace that is told, as docs/deploy.md says, that a web server stands before it."""

    port: int
    home: Path

    def link(self) -> str:
        """The path of a one-time link for the doctor."""
        desk = bootstrap.open_desk(load_settings(home=self.home))
        token = identity.open_link(desk, people.person_by_email(desk, DOCTOR["email"]))
        desk.db.close()
        return f"/auth/link?token={token}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder, port = tmp_path_factory.mktemp("workspace"), free_port()
    people_file, log = folder / "people.jsonl", folder / "workspace.log"
    people_file.write_text(json.dumps(DOCTOR))
    settings = {
        "PUBLISHER_HOME": str(folder / "home"),
        "PUBLISHER_ALLOWED_HOSTS": json.dumps([HOST]),
        "PUBLISHER_TRUST_FORWARDED": "true",
        "PUBLISHER_PUBLIC_URL": f"https://{HOST}/site",
    }
    publisher = [sys.executable, "-m", "publisher"]
    for command in (["init"], ["import", "people", people_file]):
        subprocess.run([*publisher, *command], env={**os.environ, **settings}, check=True, capture_output=True)
    with running([*publisher, "workspace", "--port", str(port)], log, environment=settings):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), 60, "the workspace answers")
        yield Workspace(port, folder / "home")


@pytest.fixture(params=["caddy", "nginx"])
def served(request: pytest.FixtureRequest, workspace: Workspace, https_proxy: Callable[..., str]) -> str:
    return https_proxy(workspace.port, request.param)


@pytest.fixture
def phone(reader_browser: Browser) -> Iterator[Page]:
    context = reader_browser.new_context(ignore_https_errors=True, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_doctor_signs_in_and_works_from_another_host(served: str, workspace: Workspace, phone: Page) -> None:
    phone.goto(served + workspace.link())
    expect(phone.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    ran = phone.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(ran).to_be_visible(timeout=30_000)
    session = next(cookie for cookie in phone.context.cookies() if cookie["name"] == "publisher_session")
    assert session["secure"]
    assert session["httpOnly"]


def test_what_is_for_the_inside_stays_inside(served: str, phone: Page) -> None:
    answer = phone.goto(f"{served}/site/")
    assert answer is not None
    assert answer.header_value("strict-transport-security") == "max-age=31536000"
    assert answer.header_value("content-security-policy")
    for path in ("/_stcore/metrics", "/metrics"):
        assert phone.evaluate("path => fetch(path).then(answer => answer.status)", path) == 404


def test_large_scripts_arrive_compressed_once(served: str, workspace: Workspace, phone: Page) -> None:
    arrived: list[str | None] = []
    phone.on(
        "response",
        lambda answer: arrived.append(answer.header_value("content-encoding")) if ".js" in answer.url else None,
    )
    phone.goto(served + workspace.link())
    expect(phone.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    assert "br" in arrived
    assert set(arrived) <= {"br", "gzip", "zstd", None}
