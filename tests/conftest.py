"""Fixtures every test may ask for: a home, a database on each engine, a browser, the material beside the checkout."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserType

from tests.support.browser import downloaded_chromium, launch_arguments, system_chromium
from tests.support.elsewhere import Elsewhere
from tests.support.elsewhere import elsewhere as another_host
from tests.support.needs import missing_material, missing_server
from tests.support.postgres import Postgres, postgres_server
from tests.support.proxy import caddy, nginx

PROJECT_ROOT = Path(__file__).resolve().parent.parent

# no test asserts a time: a slow machine must not make one fail
hypothesis_settings.register_profile("publisher", deadline=None)
hypothesis_settings.load_profile("publisher")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PUBLISHER_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, which commands and settings find through PUBLISHER_HOME."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("PUBLISHER_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with texts that are too large or too foreign to live in it."""
    folder = PROJECT_ROOT.parent / "shared"
    if not folder.is_dir():
        missing_material("the folder “shared”")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; a test that asks for it runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'publisher.db'}"
        return
    with request.getfixturevalue("postgres").database() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """The path of the system's Chromium, or None where Playwright's own is used."""
    if path := system_chromium():
        return path
    if not downloaded_chromium():
        missing_server("Chromium", "install the package chromium, or run `playwright install chromium`")
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str | None) -> dict[str, Any]:
    executable = {"executable_path": chromium} if chromium else {}
    return {**browser_type_launch_args, **executable, "args": launch_arguments()}


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """Another host to look from, with its own network namespace where this machine allows one."""
    with another_host() as place:
        yield place


@pytest.fixture
def https_proxy(elsewhere: Elsewhere, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """`https_proxy(port)` or `https_proxy(port, "nginx")`: put a web server before a local port and get its address,
    which is reached by `reader_browser` only."""
    servers = {"caddy": caddy, "nginx": nginx}
    with contextlib.ExitStack() as stack:

        def start(upstream: int, server: str = "caddy") -> str:
            return stack.enter_context(servers[server](upstream, tmp_path, elsewhere.address))

        yield start


@pytest.fixture
def reader_browser(
    browser_type: BrowserType, elsewhere: Elsewhere, chromium: str | None, tmp_path: Path
) -> Iterator[Browser]:
    """A browser on the other host. Its contexts need `ignore_https_errors=True`: the certificate is the test's own."""
    browser = browser_type.launch(**elsewhere.browser_options(chromium or browser_type.executable_path, tmp_path))
    yield browser
    browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser_type" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


_skipped: dict[str, list[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped.setdefault(report.longrepr[2].removeprefix("Skipped: "), []).append(report.nodeid)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say by name what did not run here, and leave the list for the stage that closes the whole run."""
    if _skipped:
        terminalreporter.section("not run here", sep="=", yellow=True)
        for reason, tests in sorted(_skipped.items()):
            terminalreporter.write_line(f"{reason} — {len(tests)} tests:")
            for test in tests:
                terminalreporter.write_line(f"  {test}")
    if target := os.environ.get("DOCTOR_PUBLISHER_TEST_REPORT"):
        counts = {name: len(terminalreporter.stats.get(name, ())) for name in ("passed", "failed", "error", "skipped")}
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"counts": counts, "skipped": _skipped}, ensure_ascii=False) + "\n")
