"""An evening on a phone: a doctor opens imported answers one after another at 390 px, reads each to its end and signs.

Imports a file of answers (`../shared/data/answers_en.jsonl` by default), walks the signing queue in a real browser and
prints how long the software takes per signature: from the tap to the next text standing there, without the reading.
`evening.py [FILE] [--count N]`
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from publisher.services import importing_answers
from publisher.services.desk import SHELL
from tests.support.browser import launch_arguments, system_chromium
from tests.support.house import ELEANOR, PHONE, House, idle, key
from tests.support.processes import wait_until

ANSWERS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "answers_en.jsonl"
PATIENCE = 30_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=ANSWERS)
    parser.add_argument("--count", type=int, default=40)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = House(Path(folder))
        house.fill()
        house.ask(lambda desk: importing_answers.import_answers(desk, SHELL, chosen.file))
        with house.stack:
            house.start("workspace")
            browser = playwright.chromium.launch(executable_path=system_chromium(), args=launch_arguments())
            page = house.visit(browser, ELEANOR, viewport=PHONE, has_touch=True)
            house.go(page, "sign")
            taps = [sign_one(page) for _ in range(chosen.count)]
            browser.close()
    print(
        f"{len(taps)} signed; from the tap to the next text: median {statistics.median(taps):.2f} s, "
        f"longest {max(taps):.2f} s; all of them {sum(taps):.0f} s"
    )
    return 0


def sign_one(page: Page) -> float:
    """Read to the end and sign; seconds until another text has taken its place."""
    page.locator("article").wait_for(timeout=PATIENCE)
    button = key(page, "sign").get_by_role("button")
    until = time.monotonic() + PATIENCE / 1000
    idle(page)
    while not button.is_enabled():
        if time.monotonic() > until:
            raise RuntimeError(f"cannot be signed: {page.locator('body').inner_text()[-600:]}")
        page.locator("article .end").evaluate("end => end.scrollIntoView()")
        page.wait_for_timeout(100)
    idle(page)
    before = page.locator("article").inner_text()
    started = time.monotonic()
    button.tap()
    wait_until(lambda: page.locator("article").inner_text() != before, PATIENCE / 1000, "the next text")
    return time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
