"""80,000 comments imported and triaged: how long, how soon the alarms, how much memory; killed and started again.

Usage: python benchmarks/inbox.py [COUNT] [--kill]    (sentences come from content/training and content/samples)
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from publisher import bootstrap, resources
from publisher.domain.places import Language
from publisher.settings import Settings

SEED = 20261124
PEOPLE = {
    "zh": ("王丽华", "张伟", "李秀英", "陈建国"),
    "ru": ("Мария Ивановна Кузнецова", "Олег Петров", "Анна Смирнова", "Ирина Волкова"),
    "en": ("Mary Johnson", "Peter Clark", "Linda Evans", "Robert Hughes"),
}
PHONES = {"zh": "13{:09d}", "ru": "+7 916 {:07d}", "en": "(212) 555-{:04d}"}
ASIDE = {"zh": "我叫{}，电话{}，", "ru": "Меня зовут {}, телефон {}. ", "en": "My name is {}, call {}. "}
ALARM_SHARE, NAMED_SHARE = 0.003, 0.05


def sentences(language: Language) -> tuple[list[str], list[str]]:
    """Ordinary sentences and alarms of one language, made from the training patterns and the samples."""
    lists: dict[str, list[str]] = {}
    ordinary, alarms = [], []
    for line in (
        (resources.content_folder() / "training" / f"triage_{language.value}.txt").read_text("utf-8").splitlines()
    ):
        if line.startswith("@"):
            name, values = line[1:].split(" = ", 1)
            lists[name] = values.split(" / ")
        elif line and not line.startswith("#"):
            kind, pattern = line.split(" | ", 1)
            (alarms if kind == "crisis" else ordinary).append(pattern)
    chooser = random.Random(SEED)
    filled = [_filled(one, lists, chooser) for one in ordinary for _ in range(40 if "{" in one else 1)]
    for file in sorted((resources.content_folder() / "samples" / "entries" / language.value).glob("*.md")):
        body = file.read_text("utf-8").split("---", 2)[-1]
        filled += [one.strip() for one in re.split(r"(?<=[.!?。！？])\s*", body) if 10 < len(one.strip()) < 200]
    return filled, alarms


def _filled(pattern: str, lists: dict[str, list[str]], chooser: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: chooser.choice(lists[match.group(1)]).strip(), pattern)


def write_comments(file: Path, count: int) -> int:
    """Comments of three languages by many writers; returns how many of them are alarms."""
    chooser = random.Random(SEED)
    pools = {language: sentences(language) for language in Language}
    planted = 0
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            language = chooser.choice(list(Language))
            ordinary, alarms = pools[language]
            alarm = chooser.random() < ALARM_SHARE
            planted += alarm
            words = (
                chooser.choice(alarms) if alarm else " ".join(chooser.choices(ordinary, k=chooser.choice((1, 1, 2, 3))))
            )
            if chooser.random() < NAMED_SHARE:
                who = chooser.choice(PEOPLE[language.value])
                phone = PHONES[language.value].format(chooser.randrange(10**4 if language is Language.EN else 10**7))
                words = ASIDE[language.value].format(who, phone) + words
            line = {
                "id": f"c{number}",
                "text": words,
                "author": f"u{chooser.randrange(count)}",
                "group": f"g{number % 9}",
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return planted


def main() -> None:
    count = int(next((one for one in sys.argv[1:] if one.isdigit()), "80000"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        file = home / "comments.jsonl"
        planted = write_comments(file, count)
        desk = bootstrap.make_home(Settings(home=home))
        command = [sys.executable, "-m", "publisher", "import", "questions", str(file), "--json"]
        environment = {**os.environ, "PUBLISHER_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])}
        if "--kill" in sys.argv:
            _killed(command, environment)
        begun, alarms_after = time.perf_counter(), 0.0
        running = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert running.stderr is not None
        for line in running.stderr:
            done = int(re.search(r"(\d+) of", line).group(1)) if " of " in line else 0  # type: ignore[union-attr]
            if not alarms_after and done >= count:
                alarms_after = time.perf_counter() - begun
        code = running.wait()
        took = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"the import ended with {code}; {used.ru_utime + used.ru_stime:.0f} seconds of processor time")
        _tell(desk, count, planted, took, alarms_after)


def _killed(command: list[str], environment: dict[str, str]) -> None:
    """Start and kill three times, each a little later."""
    for seconds in (20, 45, 90):
        running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        running.kill()
        running.wait()


def _tell(desk: object, count: int, planted: int, took: float, alarms_after: float) -> None:
    with desk.db.read() as tx:  # type: ignore[attr-defined]
        stored, ids = tx.execute(text("SELECT count(*), count(DISTINCT external_id) FROM question")).one()
        routes = dict(tx.execute(text("SELECT route, count(*) FROM question GROUP BY route")).all())
        cases = tx.execute(text("SELECT count(*) FROM crisis_message")).scalar_one()
        named = sum(
            tx.execute(text("SELECT count(*) FROM question WHERE text LIKE :name"), {"name": f"%{name}%"}).scalar_one()
            for names in PEOPLE.values()
            for name in names
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count} comments in {took:.0f} s ({count / took:.0f} a second); alarms stored after {alarms_after:.0f} s")
    print(f"stored {stored} (ids {ids}); routes {routes}; crisis messages {cases}, planted {planted}")
    print(f"planted names left in stored texts: {named}; peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
