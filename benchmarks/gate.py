"""How fast the gate is: a 1,000-word article, then comments by the thousand on two processes, names included; and
memory.

Usage: python benchmarks/gate.py [--comments 80000]
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from publisher.domain.checking import CheckContext
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.resources import content_folder

WORDS, RUNS, PORTION = 1000, 15, 500
PACKS = {Language.ZH: (Jurisdiction.CN,), Language.RU: (Jurisdiction.RU,), Language.EN: tuple(Jurisdiction)}


@cache
def gate() -> Gate:
    return Gate.load(content_folder())


def sentences(language: Language) -> list[str]:
    file = content_folder() / "training" / f"advice_{language.value}.jsonl"
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]


def article(language: Language) -> str:
    """About 1,000 words (1,600 characters in Chinese) of plain sentences."""
    file = content_folder() / "training" / f"advice_{language.value}.jsonl"
    plain = [row["text"] for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if not row["reply"]]
    text = ""
    for sentence in plain:
        if len(text) >= 1600 if language is Language.ZH else len(text.split()) >= WORDS:
            break
        text += sentence + ("" if language is Language.ZH else " ")
    return text


def milliseconds(text: str, context: CheckContext) -> float:
    start = time.perf_counter()
    gate().check(text, context)
    return (time.perf_counter() - start) * 1000


def comments(count: int) -> list[tuple[str, Language]]:
    """Comments of one to three sentences with a number of their own. Sentences come again in other comments, and what
    the model made of them is remembered: the more comments, the less each costs."""
    made: list[tuple[str, Language]] = []
    known = {language: sentences(language) for language in Language}
    for number in range(count):
        language = (Language.ZH, Language.RU, Language.EN)[number % 3]
        own = known[language]
        parts = [own[(number * 7 + step * 31) % len(own)] for step in range(number % 3 + 1)]
        made.append((" ".join([*parts, f"({number})"]), language))
    return made


def portion(work: list[tuple[str, Language]]) -> int:
    for text, language in work:
        gate().check(text, CheckContext(language=language))
        mask(text, gate().cues, language)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=80_000)
    asked = parser.parse_args().comments
    start = time.perf_counter()
    gate()
    print(f"load of all packs, taggers and weights: {time.perf_counter() - start:.2f} s")
    for language, packs in PACKS.items():
        text, context = article(language), CheckContext(language=language, jurisdictions=packs)
        first = milliseconds(text, context)
        warm = statistics.median(milliseconds(text, context) for _ in range(RUNS))
        print(
            f"article {language.value}: {len(text)} characters, first {first:.0f} ms,"
            f" warm {warm:.0f} ms ({len(packs)} packs)"
        )
    work = comments(asked)
    start = time.perf_counter()
    # each loads its own models, as the processes of a server do
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        memory = max(pool.map(portion, [work[begin : begin + PORTION] for begin in range(0, len(work), PORTION)]))
    seconds = time.perf_counter() - start
    print(
        f"{asked} comments on two processes, checked and masked: {seconds / 60:.1f} min"
        f" ({80_000 / asked * seconds / 60:.1f} min for 80,000), {memory} MB at most per process"
    )


if __name__ == "__main__":
    main()
