"""How long a page takes to run again with a full library: 60,000 answers and 80,000 questions in SQLite.

Fills a home through `publisher import`, starts `publisher workspace`, and asks for each page as a browser would, so
that what Streamlit adds is counted. Prints a table, and the same figures as one line of JSON.
`rerun.py [--answers N] [--questions N] [--rounds N] [--home FOLDER]` (a home that was filled before is used again)
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.library import write_library
from benchmarks.wire import Session
from tests.support.processes import answers, free_port, running, wait_until

PUBLISHER = Path(sys.executable).parent / "publisher"
TARGET = 100.0
PEOPLE = {
    "email": "doctor@clinic.example",
    "name": "Anna Example",
    "roles": ["doctor", "administrator"],
    "licences": [
        {
            "number": "BENCH-1",
            "authority": "Example Chamber",
            "specialties": ["obstetrics"],
            "jurisdiction": "INT",
            "valid_until": "2099-12-31",
            "checked_on": "2026-01-01",
            "checked_against": "register",
        }
    ],
}
SEARCH = "library-words"
# what is asked of the server: the page, its address's query, and what is typed
PAGES: list[tuple[str, str, str, dict[str, str]]] = [
    ("Today", "today", "", {}),
    ("Library", "library", "", {}),
    ("Library, page 2,000", "library", "page=2000", {}),
    ("Library, one language", "library", "language=zh", {}),
    ("Library, search en", "library", "", {SEARCH: "ibuprofen"}),
    ("Library, search zh", "library", "", {SEARCH: "布洛芬"}),
    ("Library, two letters", "library", "", {SEARCH: "水肿"}),
    ("Library, search ru", "library", "", {SEARCH: "ибупрофен"}),
    ("Library, rare words", "library", "", {SEARCH: "(59999)"}),
    ("Sign", "sign", "", {}),
    ("Compose", "compose", "", {}),
    ("Inbox", "inbox", "", {}),
    ("Danger", "danger", "", {}),
    ("Calendar", "calendar", "", {}),
    ("Publications", "publications", "", {}),
    ("Find and hand out", "desk", "", {}),
    ("Desk, questions", "desk", "part=answer", {}),
    ("Channels", "channels", "", {}),
    ("People", "people", "", {}),
    ("Rules", "rules", "", {}),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=60_000)
    parser.add_argument("--questions", type=int, default=80_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--home", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        os.environ["PUBLISHER_HOME"] = str(home)
        filled = None if (home / "publisher.db").exists() else fill(Path(folder), chosen.answers, chosen.questions)
        pages = measure(Path(folder), chosen.rounds)
    report(filled, pages)
    return 0 if all(page["median_ms"] < TARGET and not page["error"] for page in pages) else 1


def fill(folder: Path, count_answers: int, count_questions: int) -> dict[str, float]:
    """Make the home and import; records per second of each import."""
    people = folder / "people.jsonl"
    people.write_text(json.dumps(PEOPLE) + "\n")
    publisher("init")
    publisher("import", "people", str(people))
    files = write_library(folder, count_answers, count_questions)
    speeds = {}
    for what, file, count in zip(("answers", "questions"), files, (count_answers, count_questions), strict=True):
        started = time.monotonic()
        publisher("import", what, str(file))
        speeds[f"{what}_per_second"] = round(count / (time.monotonic() - started))
    return speeds


def publisher(*arguments: str) -> None:
    subprocess.run([PUBLISHER, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def signed_in() -> str:
    """The cookie of a session of the one person in this home, got the way `publisher run` gives it."""
    from publisher import bootstrap
    from publisher.services import identity, people
    from publisher.services.desk import SHELL

    desk = bootstrap.open_desk()
    token = identity.redeem_link(desk, identity.open_link(desk, people.people(desk, SHELL)[0]))
    desk.db.close()
    return f"publisher_session={token}"


def measure(folder: Path, rounds: int) -> list[dict[str, object]]:
    port = free_port()
    log = folder / "workspace.log"
    with running([PUBLISHER, "workspace", "--port", str(port)], log):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), 60, f"the workspace answers; see {log}")
        cookie = signed_in()
        return [measure_page(port, cookie, rounds, *page) for page in PAGES]


def measure_page(
    port: int, cookie: str, rounds: int, name: str, page: str, query: str, typed: dict[str, str]
) -> dict[str, object]:
    with Session(port, cookie) as session:
        first = session.rerun(page, query)
        runs = [session.rerun(page, query, typed) for _ in range(rounds)]
    times = sorted(run.milliseconds for run in runs)
    return {
        "page": name,
        "first_ms": round(first.milliseconds, 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95) - 1], 1),
        "kilobytes": round(runs[-1].kilobytes, 1),
        "error": first.error or runs[-1].error,
    }


def report(filled: dict[str, float] | None, pages: list[dict[str, object]]) -> None:
    print(f"Milliseconds; the aim is a median below {TARGET:g}.")
    print(f"{'page':<24}{'first':>9}{'median':>9}{'p95':>9}{'kB':>8}")
    for page in pages:
        figures = f"{page['first_ms']:>9}{page['median_ms']:>9}{page['p95_ms']:>9}{page['kilobytes']:>8}"
        print(f"{page['page']:<24}{figures}   {page['error'] or ''}")
    print(json.dumps({"import": filled, "pages": pages}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
