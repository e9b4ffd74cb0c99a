"""How long from the command to a page one can use: `publisher run --demo`, then Today in a browser.

Prints the seconds until the server answers, until the page stands, and until it stands in a second tab.
`start.py [--rounds N]`
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser import launch_arguments, system_chromium
from tests.support.processes import answers, free_port, running, wait_until

PUBLISHER = Path(sys.executable).parent / "publisher"
TARGET = 5.0
LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=launch_arguments())
        starts = [start(browser) for _ in range(rounds)]
        browser.close()
    medians = {name: round(statistics.median(one[name] for one in starts), 2) for name in starts[0]}
    for name, seconds in medians.items():
        print(f"{name.replace('_', ' '):<28}{seconds:>7} s")
    print(json.dumps({"median_seconds": medians, "starts": starts}))
    return 0 if medians["page_usable"] < TARGET else 1


def start(browser: Browser) -> dict[str, float]:
    """Seconds since the command was given. The browser is running already, as it is on a doctor's machine."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "run.log"
        began = time.monotonic()
        with running([PUBLISHER, "run", "--demo", "--port", str(port)], log, environment={"BROWSER": "true"}):
            wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), 60, "the workspace answers")
            server = time.monotonic() - began
            wait_until(lambda: LINK.search(log.read_text()) is not None, 60, "the link is printed")
            context = browser.new_context()
            page = open_today(context.new_page(), LINK.search(log.read_text()).group())
            usable = time.monotonic() - began
            again = time.monotonic()
            open_today(context.new_page(), page.url)
            second = time.monotonic() - again
            context.close()
    return {"server_answers": round(server, 2), "page_usable": round(usable, 2), "second_tab": round(second, 2)}


def open_today(page, address: str):
    """Go there and wait until the script has run to its end and the page's heading stands."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    finished = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(finished).to_be_visible(timeout=60_000)
    return page


if __name__ == "__main__":
    os.environ.pop("PUBLISHER_HOME", None)
    sys.exit(main())
