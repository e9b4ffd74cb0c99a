"""From key press to result at the moderators' desk, in a browser, over a made-up library of signed answers.

`python -m benchmarks.desk [--answers 60000] [--presses 40] [--home FOLDER]` prints one line of JSON. A home that was
filled before is taken as it is. Signatures are written straight into the database, and the precise vectors are made up
like those of `benchmarks.search_speed`: signing and embedding are not what is measured here.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from playwright.sync_api import expect, sync_playwright

from benchmarks.library import write_library
from benchmarks.search_speed import MODELLED, moved
from publisher import bootstrap
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content, Revision
from publisher.domain.ids import new_id
from publisher.domain.people import Licence, Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.signing import Signature
from publisher.services import communities, indexing, people
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Desk
from publisher.services.index_following import items_of, take_all
from publisher.services.index_opening import index_of
from publisher.storage import entries, events
from publisher.storage import retrieval as rows
from tests.support.browser import launch_arguments, system_chromium
from tests.support.house import House, idle
from vectorstore.embeddings import Vectors
from vectorstore.library import LANGUAGES, Library

MODERATOR = "moderator@example.org"
BATCH = 500
ASKED = {
    "en": ["blood pressure after thirty weeks", "iron tablets in the first weeks", "sleep in the first month"],
    "zh": ["三十周以后血压", "孕早期补铁", "产后第一个月睡眠"],
    "ru": ["давление после тридцати недель", "препараты железа в первые недели", "сон в первый месяц"],
}


def fill(desk: Desk, count: int) -> None:
    doctor = people.add_person(desk, SHELL, _doctor())
    moderator = people.add_person(desk, SHELL, Person("", MODERATOR, "Moderator", frozenset({Role.MODERATOR})))
    for language in Language:
        place = communities.add(desk, SHELL, Described(f"Group {language.value}", language))
        communities.set_moderators(desk, SHELL, place.id, [moderator.id])
    with tempfile.TemporaryDirectory() as folder:
        file, _questions = write_library(Path(folder), count, 1)
        lines = file.read_text("utf-8").splitlines()
    for start in range(0, len(lines), BATCH):
        with desk.db.write() as tx:
            for line in lines[start : start + BATCH]:
                _sign(desk, tx, doctor, json.loads(line))
    index = index_of(desk)
    take_all(desk, index, float("inf"), None)
    for space in index.library.spaces_to_fill:
        _make_up(desk, index.library, space)
    indexing.catch_up(desk, seconds=1.0)


def _make_up(desk: Desk, library: Library, space: str) -> None:
    dice, bases = np.random.default_rng(3), dict[str, Vectors]()
    while missing := library.missing(space, 20_000):
        with desk.db.read() as tx:
            items = items_of(rows.texts(tx, missing))
        for language in LANGUAGES:
            own = [one for one in items if one.language == language]
            if own and language not in bases:
                bases[language] = library.precise.questions([one.question for one in own[:MODELLED]])
            if own:
                made = moved(bases[language], len(own), dice)
                library.vectors.put(space, [(one.id, language, one.digest) for one in own], made)


def _doctor() -> Person:
    licence = Licence("B-1", "Benchmark register", Jurisdiction.INT, date(2030, 1, 1), ("obstetrics",))
    return Person("", "doctor@example.org", "Dr Doctor", frozenset({Role.DOCTOR}), tuple(Language), (licence,))


def _sign(desk: Desk, tx: object, doctor: Person, row: dict[str, str]) -> None:
    now = desk.clock()
    content = Content(
        EntryKind.ANSWER, Language(row["language"]), row["question"], row["answer"], row["question"],
        review_by=date(2029, 1, 1),
    )  # fmt: skip
    entry, revision = new_id(), Revision(new_id(), "", 1, content, content.digest(), doctor.id, now)
    revision = Revision(revision.id, entry, 1, content, revision.digest, doctor.id, now)
    entries.add(tx, entry, content, now, author=doctor.id)
    entries.add_revision(tx, revision)
    told = now.isoformat(timespec="microseconds")
    digest = Signature.digest_of(revision.digest, "0" * 64, doctor.id, "B-1", "measured", told)
    entries.add_signature(
        tx, Signature(new_id(), revision.id, revision.digest, "0" * 64, doctor.id, "B-1", "measured", now, digest)
    )
    entries.set_facts(tx, entry, head_revision=revision.id, edited=False, signed=True)
    events.append(tx, f"entry:{entry}", "signed", "benchmark", now)


def measure(house: House, presses: int) -> dict[str, object]:
    taken: list[float] = []
    with sync_playwright() as playwright, house.stack:
        house.start("workspace")
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=launch_arguments())
        page = house.visit(browser, MODERATOR, viewport={"width": 390, "height": 844})
        house.go(page, "desk")
        box = page.locator("#asked")
        box.wait_for(timeout=120_000)
        page.wait_for_timeout(15_000)  # models and index are loaded while somebody reaches for the keys
        ticks = page.locator(".chips input")
        for number, language in enumerate(sorted(ASKED)):
            for other in range(ticks.count()):
                ticks.nth(other).set_checked(False)
            ticks.nth(number).set_checked(True)
            for asked in ASKED[language]:
                box.fill("")
                for place in range(len(asked)):
                    if len(taken) >= presses * (number + 1):
                        break
                    box.press_sequentially(asked[place])
                    typed = asked[: place + 1].strip()
                    results = page.locator(".results")
                    expect(results).to_have_attribute("data-query", typed, timeout=20_000)
                    page.wait_for_timeout(150)
                    taken.append(float(results.get_attribute("data-took") or "nan"))
        idle(page)
        browser.close()
    steady = taken[3:]
    return {
        "presses": len(steady),
        "median_ms": statistics.median(steady),
        "p95_ms": statistics.quantiles(steady, n=20)[-1],
        "worst_ms": max(steady),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=60_000)
    parser.add_argument("--presses", type=int, default=40, help="key presses for each language")
    parser.add_argument("--home", type=Path)
    chosen = parser.parse_args()
    house = House(chosen.home or Path(tempfile.mkdtemp()))
    begun = time.perf_counter()
    if not house.home.exists():
        desk = bootstrap.make_home(house.settings())
        fill(desk, chosen.answers)
        desk.db.close()
    filled = round(time.perf_counter() - begun)
    print(json.dumps({"answers": chosen.answers, "filled_s": filled, **measure(house, chosen.presses)}))


if __name__ == "__main__":
    main()
