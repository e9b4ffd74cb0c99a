"""An import killed anywhere goes on where it stopped: nothing lost, nothing doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

from publisher import bootstrap
from publisher.services import audit, library
from publisher.services.desk import SHELL
from publisher.settings import Settings

LINES = 4000


def write_answers(file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for number in range(LINES):
            words = f"Answer {number}. " + "Plain words about health. " * 10
            out.write(
                json.dumps(
                    {"external_id": f"a{number}", "question": f"Question {number}?", "answer": words, "language": "en"}
                )
                + "\n"
            )


def test_killed_twice_in_the_middle_and_started_again_every_answer_is_there_once(
    home: Path, project_root: Path
) -> None:
    desk = bootstrap.make_home(Settings(home=home))
    file = home / "answers.jsonl"
    write_answers(file)
    command = [sys.executable, "-m", "publisher", "import", "answers", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(project_root)}
    for _ in range(2):
        running = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert running.stderr is not None
        assert "answers:" in running.stderr.readline()
        running.kill()
        running.communicate()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    pages = [library.entries(desk, SHELL, page=number, size=200).items for number in range(1, LINES // 200 + 2)]
    titles = [row.title for page in pages for row in page]
    assert sorted(titles) == sorted(f"Question {number}?" for number in range(LINES))
    assert audit.verify(desk).broken == ()
