"""How fast a library of any size is searched, stage by stage; beside it Chroma through LangChain, as in a quickstart.

`python -m benchmarks.search_speed [--answers 60000] [--searches 100] [--plain]` prints one line of JSON per part.
The texts are those of `benchmarks.library`. The vectors are those of a few hundred of its questions, each moved a
little: a search has as much to go through as in a real library; how well it finds, `benchmarks.retrieval` measures.
"""

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.library import SAID, write_library
from vectorstore.embeddings import UniversalSentenceEncoder, Vectors
from vectorstore.library import ANSWER, LANGUAGES, QUESTION, QUICK, Item, Library

_BLOCK = 20_000
MODELLED = 300  # questions whose real vectors the others are made of


def filled(library: Library, file: Path) -> list[Item]:
    """Every answer of the file in the library: its words, and vectors in all three spaces. Returns some to ask for."""
    dice, some, block = np.random.default_rng(3), list[Item](), list[Item]()
    models = {QUESTION: library.precise, ANSWER: library.precise, QUICK: library.quick}
    bases: dict[tuple[str, str], Vectors] = {}

    def put() -> None:
        for language in LANGUAGES:
            own = [one for one in block if one.language == language]
            library.words(language).put((one.id, one.question, one.answer) for one in own)
            for space, model in models.items():
                key = (space, language)
                if key not in bases:
                    bases[key] = model.questions([one.question for one in own[:MODELLED]])
                rows = [(one.id, language, one.digest) for one in own]
                library.vectors.put(space, rows, moved(bases[key], len(own), dice))
        library.vectors.put_items((one.id, one.language, one.digest) for one in block)
        block.clear()

    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            # one sentence stands for the answer: the index of words is as large, and filled in a tenth of the time
            said = SAID[row["language"]][number % 5].format(topic=row["question"], time="")
            item = Item(row["external_id"], row["language"], row["question"], said, row["external_id"])
            block.append(item)
            if len(block) == _BLOCK:
                some += block[:200]
                put()
    if block:
        some += block[:200]
        put()
    return some


def moved(base: Vectors, many: int, dice: np.random.Generator) -> Vectors:
    spread = base.std(axis=0)
    one, other = (base[dice.integers(len(base), size=many)] for _ in range(2))
    share = dice.uniform(0.5, 1.0, size=(many, 1)).astype(np.float32)
    made = share * one + (1 - share) * other + 0.5 * spread * dice.normal(size=one.shape).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def stages(library: Library, asked: list[Item]) -> dict[str, float]:
    """Milliseconds of one core for each stage of a search, in the middle of all."""
    taken: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = work()
        taken.setdefault(name, []).append((time.process_time() - begun) * 1000)
        return result

    for one in asked:
        quick = timed("embed quick", lambda one=one: library.quick.questions([one.question])[0])
        precise = timed("embed precise", lambda one=one: library.precise.questions([one.question])[0])
        for space, vector in ((QUESTION, precise), (QUICK, quick), (ANSWER, precise)):
            timed(
                f"nearest {space}",
                lambda one=one, space=space, vector=vector: library.vectors.search(space, one.language, vector, 60),
            )
        for name in ("question", "answer"):
            timed(
                f"words {name}",
                lambda one=one, name=name: library.words(one.language).search(one.question, name, 60),
            )
        timed("whole search", lambda one=one: library.search(one.question, one.language))
    return {name: round(statistics.median(found), 1) for name, found in taken.items()}


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def quickstart(folder: Path, items: list[Item], asked: list[Item]) -> dict[str, float]:
    """Chroma through LangChain in a folder, one collection, documents and a filter: what the quickstart of both shows.

    With the quick model; with the precise one, documents of 60,000 answers take an hour and more.
    """
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

    store = Chroma("answers", UniversalSentenceEncoder(), persist_directory=str(folder))

    def add(part: list[Item]) -> None:
        documents = [
            Document(page_content=one.question, metadata={"language": one.language, "answer": one.answer}, id=one.id)
            for one in part
        ]
        store.add_documents(documents)

    def ask(one: Item) -> None:
        store.similarity_search(one.question, k=10, filter={"language": one.language})

    put = seconds(lambda: [add(items[place : place + 2000]) for place in range(0, len(items), 2000)])
    ask(asked[0])
    return {
        "searchable_s": round(put, 1),
        **shown("search", [seconds(lambda one=one: ask(one)) * 1000 for one in asked]),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def shown(name: str, taken: list[float]) -> dict[str, float]:
    return {
        f"{name}_median_ms": round(statistics.median(taken), 1),
        f"{name}_p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=60_000)
    parser.add_argument("--searches", type=int, default=100)
    parser.add_argument("--plain", action="store_true", help="also Chroma through LangChain")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, _ = write_library(Path(folder), chosen.answers, 1)
        library = Library(Path(folder) / "index")
        some = filled(library, file)
        asked = some[:: max(1, len(some) // chosen.searches)][: chosen.searches]
        first = seconds(lambda: library.search(asked[0].question, asked[0].language))
        for one in asked[:6]:
            library.search(one.question, one.language)
        ours = [seconds(lambda one=one: library.search(one.question, one.language)) * 1000 for one in asked]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        result = {"part": "search", "answers": chosen.answers, "first_s": round(first, 1), **shown("search", ours)}
        print(json.dumps(result | {"memory_mb": memory, "load": round(os.getloadavg()[0], 1)}), flush=True)
        print(json.dumps({"part": "stages, ms of one core", **stages(library, asked[:40])}), flush=True)
        if chosen.plain:
            items = [
                Item(row["external_id"], row["language"], row["question"], row["answer"], row["external_id"])
                for row in map(json.loads, file.read_text("utf-8").splitlines())
            ]
            beside = quickstart(Path(folder) / "plain", items, asked)
            print(json.dumps({"part": "Chroma through LangChain, quick model", **beside}))


if __name__ == "__main__":
    main()
