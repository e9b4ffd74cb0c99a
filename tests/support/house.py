"""The real thing for journeys: a home with the sample clinic, workspace and worker as processes, people who enter."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from publisher import bootstrap, resources
from publisher.domain.people import Role
from publisher.services import identity, people, samples
from publisher.services.desk import SHELL, Desk
from publisher.settings import Settings
from tests.support.processes import answers, free_port, running, wait_until

ELEANOR, LIN, ANNA = "eleanor.ashdown@example.org", "lin.zhixia@example.org", "anna.vetrova@example.org"
DOCTORS = {"en": ELEANOR, "zh": LIN, "ru": ANNA}
LOCALES = {"en": "en-GB", "zh": "zh-CN", "ru": "ru-RU"}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass
class House:
    """A clinic at work. Its processes are started and ended one by one, as a test needs."""

    folder: Path
    port: int = field(default_factory=free_port)
    stack: ExitStack = field(default_factory=ExitStack)
    more: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def settings(self) -> Settings:
        return Settings(home=self.home, public_url=f"{self.address}/site", approval="off")

    def make(self) -> None:
        bootstrap.make_home(self.settings()).db.close()

    def fill(self) -> None:
        desk = bootstrap.make_home(self.settings())
        samples.fill(desk, resources.content_folder() / "samples")
        desk.db.close()

    def ask(self, question: Callable[[Desk], object]) -> object:
        """Ask the services directly, as another process would."""
        desk = bootstrap.open_desk(self.settings())
        try:
            return question(desk)
        finally:
            desk.db.close()

    def start(self, *names: str) -> None:
        environment = {
            "PUBLISHER_HOME": str(self.home),
            "PUBLISHER_PUBLIC_URL": f"{self.address}/site",
            "PUBLISHER_APPROVAL": "off",
            **self.more,
        }
        for name in names:
            command = [sys.executable, "-m", "publisher", name]
            if name == "workspace":
                command += ["--port", str(self.port)]
            log = self.folder / f"{name}.log"
            self.processes[name] = self.stack.enter_context(running(command, log, environment=environment))
        if "workspace" in names:
            wait_until(lambda: answers(f"{self.address}/healthz"), 60, "the workspace answers")

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        process = self.processes.pop(name)
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait(20)

    def link(self, email: str) -> str:
        def open_link(desk: Desk) -> str:
            return identity.open_link(desk, people.person_by_email(desk, email))

        return f"{self.address}/auth/link?token={self.ask(open_link)}"

    def visit(self, browser: Browser, email: str, language: str = "en", **options: object) -> Page:
        """A new browser context in which that person is signed in; foreign addresses are refused."""
        context = browser.new_context(
            **{"locale": LOCALES[language], "viewport": DESKTOP, "timezone_id": "Europe/Moscow", **options}  # type: ignore[arg-type]
        )
        stay_here(context)
        page = context.new_page()
        page.goto(self.link(email))
        idle(page)
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.address}/{path}")
        idle(page)


def paths(page: Page) -> list[str]:
    """The pages that this person's navigation leads to, in its order."""
    links = page.locator('[data-testid="stSidebarNavLink"]').evaluate_all("links => links.map(one => one.pathname)")
    return [str(link).strip("/") for link in links]


@contextmanager
def in_every_role(house: House, email: str) -> Iterator[None]:
    """Let somebody do everything for a while, so that she sees every page."""

    def give(roles: frozenset[Role]) -> frozenset[Role]:
        def change(desk: Desk) -> frozenset[Role]:
            before = people.person_by_email(desk, email)
            people.set_roles(desk, SHELL, before.id, roles)
            return before.roles

        return cast(frozenset[Role], house.ask(change))

    before = give(frozenset(Role))
    try:
        yield
    finally:
        give(before)


def stay_here(context: BrowserContext) -> None:
    """Whatever asks for another host fails. By a pattern: with a function every request would wait for Python."""
    context.route(re.compile(r"^https?://(?!127\.0\.0\.1|localhost)"), lambda route: route.abort())


def idle(page: Page) -> None:
    expect(page.locator(IDLE)).to_be_visible(timeout=30_000)


def key(page: Page, name: str) -> Locator:
    """The element that a page gave this key."""
    return page.locator(f".st-key-{name}")


def press(page: Page, name: str) -> None:
    button = key(page, name).get_by_role("button")
    expect(button).to_be_enabled(timeout=30_000)
    button.click()
