"""Shoots every page of a fresh sample clinic: 1280 and 390 px, light and dark, three languages.

Usage: python scripts/screenshots.py FOLDER [PAGE ...]
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from publisher.services import library, people  # noqa: E402
from publisher.services.desk import Actor, Desk  # noqa: E402
from tests.support.browser import launch_arguments, system_chromium  # noqa: E402
from tests.support.house import DESKTOP, DOCTORS, PHONE, House, in_every_role, paths  # noqa: E402

LOOKS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
SETTLED = 800  # milliseconds for fonts and the first frames of components


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        house = House(Path(temporary))
        with house.stack:
            house.fill()
            house.start("workspace", "worker")
            browser = playwright.chromium.launch(executable_path=system_chromium(), args=launch_arguments())
            for language, email in DOCTORS.items():
                with in_every_role(house, email):
                    shoot(browser, house, language, email, folder, wanted)
            browser.close()


def shoot(browser: Browser, house: House, language: str, email: str, folder: Path, wanted: list[str]) -> None:
    for viewport, scheme in LOOKS:
        page = house.visit(browser, email, language, viewport=viewport, color_scheme=scheme)
        for name in wanted or [*paths(page), "editor", "sign-in"]:
            if name == "sign-in":
                page.context.clear_cookies()
            house.go(page, path_of(house, name, email)) if name != "sign-in" else page.goto(f"{house.address}/today")
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=folder / f"{name}-{viewport['width']}-{scheme}-{language}.png")
        page.context.close()


def path_of(house: House, name: str, email: str) -> str:
    if name != "editor":
        return name

    def blocked(desk: Desk) -> str:
        actor = Actor(people.person_by_email(desk, email), "session")
        return library.entries(desk, actor, author=actor.id, status="blocked", size=1).items[0].id  # type: ignore[arg-type]

    return f"compose?entry={house.ask(blocked)}"


if __name__ == "__main__":
    main()
