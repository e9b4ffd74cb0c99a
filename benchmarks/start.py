"""How long from the command to a page one can use: `publisher run` on a home of one's own, and with the sample clinic.

Prints the seconds until the server answers, until Today stands in a browser, and until it stands in a second tab.
`start.py [--rounds N]`
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.browser import launch_arguments, system_chromium
from tests.support.processes import answers, free_port, running, wait_until

PUBLISHER = Path(sys.executable).parent / "publisher"
TARGET = 5.0
PATIENCE = 90
LINK = re.compile(r"http://127\.0\.0\.1:\d+/auth/link\S+")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["PUBLISHER_HOME"] = f"{folder}/home"
        subprocess.run([PUBLISHER, "init"], check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=launch_arguments())
        log = Path(folder) / "run.log"
        own = [start(browser, log) for _ in range(rounds)]
        demo = [start(browser, log, "--demo") for _ in range(rounds)]
        browser.close()
    figures = {"own_home": medians(own), "sample_clinic": medians(demo)}
    for what, figure in figures.items():
        print(
            what.replace("_", " "),
            *(f"{name.replace('_', ' ')} {seconds} s" for name, seconds in figure.items()),
            sep="  ",
        )
    print(json.dumps({"median_seconds": figures, "own_home": own, "sample_clinic": demo}))
    return 0 if figures["own_home"]["page_usable"] < TARGET else 1


def medians(starts: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in starts), 2) for name in starts[0]}


def start(browser: Browser, log: Path, *options: str) -> dict[str, float]:
    """Seconds since the command was given. The browser is running already, as it is on a doctor's machine."""
    port = free_port()
    log.write_bytes(b"")
    began = time.monotonic()
    with running([PUBLISHER, "run", "--no-browser", "--port", str(port), *options], log):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), PATIENCE, "the workspace answers")
        server = time.monotonic() - began
        wait_until(lambda: LINK.search(log.read_text()) is not None, PATIENCE, "the link is printed")
        context = browser.new_context()
        page = open_today(context.new_page(), LINK.search(log.read_text()).group())
        usable = time.monotonic() - began
        again = time.monotonic()
        open_today(context.new_page(), page.url)
        second = time.monotonic() - again
        context.close()
    return {"server_answers": round(server, 2), "page_usable": round(usable, 2), "second_tab": round(second, 2)}


def open_today(page: Page, address: str) -> Page:
    """Go there and wait until the script has run to its end and the page's heading stands."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE * 1000)
    finished = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(finished).to_be_visible(timeout=PATIENCE * 1000)
    return page


if __name__ == "__main__":
    sys.exit(main())
