"""From `publisher import` to a whole search index, by the clock: a worker at work beside it, as in `publisher run`.

`python -m benchmarks.filling [--answers 60000] [--minutes 10] [--data FOLDER]` prints one line of JSON for each stage:
imported, findable (words and quick vectors), every question's precise vector, and answer texts for so many minutes,
with what the rest would take at that pace. Texts are the real ones of the data folder beside the checkout, again and
again with a number behind each; without the folder those of `benchmarks.library`.
"""

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.library import write_library
from publisher import bootstrap
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import people
from publisher.services.desk import SHELL
from publisher.settings import Settings
from vectorstore.library import ANSWER, QUESTION, QUICK

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
DOCTOR = "doctor@example.org"
_POLL_SECONDS = 1.0


def write_real(folder: Path, data: Path, count: int) -> Path:
    """Real questions and answers, each copy with its own number, so that no two texts are the same."""
    read = [
        (file.stem[-2:], json.loads(line))
        for file in sorted(data.glob("answers_*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    target = folder / "answers.jsonl"
    with target.open("w", encoding="utf-8") as out:
        for number in range(count):
            language, row = read[number % len(read)]
            made = {"external_id": f"r{number}", "language": language, "question": f"{row['question']} ({number})"}
            out.write(json.dumps(made | {"answer": f"{row['answer']} ({number})"}, ensure_ascii=False) + "\n")
    return target


def counted(home: Path, space: str) -> int:
    """How many texts have their vector in a space."""
    file = home / "index" / "vectors.db"
    if not file.exists():
        return 0
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        return int(database.execute("SELECT count(*) FROM vector WHERE space = ?", (space,)).fetchone()[0])


def until(reached: Callable[[], bool], worker: "subprocess.Popen[bytes]", ends: float = float("inf")) -> None:
    while not reached() and time.monotonic() < ends:
        if worker.poll() is not None:
            raise SystemExit("The worker ended.")
        time.sleep(_POLL_SECONDS)


def main(answers: int, minutes: float, data: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        desk = bootstrap.make_home(Settings(home=home))
        people.add_person(desk, SHELL, Person("", DOCTOR, "Dr Doctor", frozenset({Role.DOCTOR}), tuple(Language)))
        desk.db.close()
        real = any(data.glob("answers_*.jsonl"))
        file = write_real(folder, data, answers) if real else write_library(folder, answers, 1)[0]
        environment = os.environ | {"PUBLISHER_HOME": str(home)}
        command = [sys.executable, "-m", "publisher"]
        started = time.monotonic()

        def tell(stage: str, **more: object) -> None:
            seconds = round(time.monotonic() - started)
            print(json.dumps({"stage": stage, "answers": answers, "real": real, "seconds": seconds} | more), flush=True)

        with subprocess.Popen([*command, "worker"], env=environment, stderr=subprocess.DEVNULL) as worker:
            try:
                bring_in = [*command, "import", "answers", str(file), "--as", DOCTOR]
                subprocess.run(bring_in, env=environment, check=True, stdout=subprocess.DEVNULL)
                tell("imported")
                until(lambda: counted(home, QUICK) >= answers, worker)
                tell("findable by words and quick vectors")
                until(lambda: counted(home, QUESTION) >= answers, worker)
                tell("every question's precise vector")
                before, since = counted(home, ANSWER), time.monotonic()
                until(lambda: counted(home, ANSWER) >= answers, worker, since + 60 * minutes)
                done = counted(home, ANSWER)
                pace = max(1, done - before) / (time.monotonic() - since)
                rest = (answers - done) / pace if done < answers else 0.0
                whole = round(time.monotonic() - started + rest)
                tell("answer texts", done=done, a_second=round(pace, 2), whole_seconds_at_that_pace=whole)
            finally:
                worker.terminate()
                worker.wait()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(json.dumps({"largest_process_mb": peak}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=60_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    main(given.answers, given.minutes, given.data)
