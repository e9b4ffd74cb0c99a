"""Kills a process in the middle of indexing, many times, and counts what is lost or stale afterwards.

`python -m benchmarks.index_kills [--kills 50] [--answers 1000]` prints one line of JSON.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from publisher import bootstrap
from publisher.services import importing_answers, indexing
from publisher.services.desk import SHELL
from publisher.services.index_opening import index_of
from publisher.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
WORK = "import sys; from tests.support.searching import complete; complete(sys.argv[1])"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--answers", type=int, default=1000)
    chosen = parser.parse_args()
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        desk = bootstrap.make_home(Settings(home=home))
        file = home / "answers.jsonl"
        rows = []
        for number in range(chosen.answers):
            asked = f"Is habit number {number} healthy?"
            rows.append({"external_id": f"k{number}", "language": "en", "question": asked, "answer": f"Text {number}."})
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        importing_answers.import_answers(desk, SHELL, file)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PUBLISHER_HOME": str(home)}
        killed = 0
        for _ in range(chosen.kills):
            process = subprocess.Popen([sys.executable, "-c", WORK, str(home)], env=environment)
            time.sleep(dice.uniform(1.0, 3.0))  # the start takes about one second
            killed += process.poll() is None
            process.kill()
            process.wait()
        indexing.complete(desk)
        found = indexing.check(desk)
        library = index_of(desk).library
        result = {
            "kills": killed,
            "texts": found.texts,
            "mended": found.missing + found.changed + found.surplus,
            "words": len(library.words("en")),
            "vectors": {space: library.vectors.count(space) for space in (*library.spaces_to_fill, "quick")},
        }
        print(json.dumps(result))


if __name__ == "__main__":
    main()
