"""How well and how fast the library is searched. Prints one line of JSON per part.

`python -m benchmarks.retrieval across|answers|conflicts|speed [--data FOLDER] [--limit N]`
Data is the folder of real texts beside the checkout; `speed` makes its own library with `benchmarks.library`.
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

from vectorstore import embeddings
from vectorstore.claims import contradictions
from vectorstore.library import ANSWER, QUESTION, Item, Library
from vectorstore.meaning import Meanings

ROOT = Path(__file__).resolve().parent.parent


def rows(file: Path, limit: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()[:limit]]


def filled(items: list[Item], spaces: tuple[str, ...] = (QUESTION, ANSWER)) -> Library:
    library = Library(None)
    for place in range(0, len(items), 500):
        library.put(items[place : place + 500])
    for space in spaces:
        for place in range(0, len(items), 64):
            library.fill(space, items[place : place + 64])
    return library


def recalls(ranks: list[int | None]) -> dict[str, float]:
    return {
        "R@1": round(sum(rank == 0 for rank in ranks) / len(ranks), 3),
        "R@5": round(sum(rank is not None and rank < 5 for rank in ranks) / len(ranks), 3),
    }


def rank_of(found: list[str], right: set[str]) -> int | None:
    return next((place for place, one in enumerate(found) if one in right), None)


def across(data: Path, limit: int) -> None:
    """The same question in another language, exact pairs of XQuAD."""
    for source, target in (("zh", "en"), ("ru", "en"), ("zh", "ru")):
        corpus = rows(data / f"xquad_{target}.corpus.jsonl", limit)
        items = [Item(row["id"], target, row["text"], "", row["id"]) for row in corpus]
        library, held = filled(items, (QUESTION,)), {row["id"] for row in corpus}
        asked = [
            row for row in rows(data / f"xquad_{source}_to_{target}.queries.jsonl", limit) if set(row["rel"]) & held
        ]
        ranks = [
            rank_of([hit.id for hit in library.search(row["text"], source, 10, across=True)], set(row["rel"]))
            for row in asked
        ]
        print(json.dumps({"part": "across", "pair": f"{source}->{target}", "questions": len(asked), **recalls(ranks)}))


def answers(data: Path, limit: int) -> None:
    """A question finds the text that answers it, when the library knows no question like it."""
    for language in ("en", "zh"):
        corpus = rows(data / f"answers_{language}.jsonl", limit)
        items = [Item(row["external_id"], language, "", row["answer"], row["external_id"]) for row in corpus]
        library = filled(items, (ANSWER,))
        same: dict[str, set[str]] = {}
        for row in corpus:
            same.setdefault(row["question"], set()).add(row["external_id"])
        ranks = [
            rank_of([hit.id for hit in library.search(question, language, 10)], right)
            for question, right in same.items()
        ]
        print(json.dumps({"part": "answers", "language": language, "questions": len(same), **recalls(ranks)}))


def conflicts(data: Path, limit: int) -> None:
    """The development pairs by half (the even ids were held out), and alarms of real drafts against their nearest."""
    meanings = Meanings()
    lines = [line.split("|") for line in (data / "conflicts_dev.txt").read_text("utf-8").splitlines() if line[0] != "#"]
    for name, odd in (("tuned on", 1), ("held out", 0)):
        for language, column in (("en", 3), ("zh", 5), ("ru", 7)):
            part = [line for line in lines if int(line[0]) % 2 == odd]
            found = [bool(contradictions(line[column], line[column + 1], language, meanings)) for line in part]
            right = sum(said and line[2] == "1" for said, line in zip(found, part, strict=True))
            true = sum(line[2] == "1" for line in part)
            result = {"precision": round(right / max(1, sum(found)), 3), "recall": round(right / true, 3)}
            print(json.dumps({"part": "conflicts", "half": name, "language": language, "pairs": len(part), **result}))
    for language in ("en", "zh"):
        corpus = rows(data / f"answers_{language}.jsonl", 100_000)
        vectors = embeddings.load("use").questions([row["question"] for row in corpus])
        chosen = np.random.default_rng(7).permutation(len(corpus))[:limit]
        alarms = 0
        for draft in chosen:
            likeness = vectors @ vectors[draft]
            likeness[draft] = -1
            near = np.argsort(-likeness)[:5]
            text = corpus[draft]["answer"]
            alarms += any(
                contradictions(text, corpus[other]["answer"], language, meanings, same_question=False) for other in near
            )
        print(json.dumps({"part": "alarms", "language": language, "drafts": len(chosen), "alarms": int(alarms)}))


def speed(data: Path, limit: int) -> None:
    """Indexing and searching a made-up library of `limit` answers in a folder, and plain Chroma beside it.

    Precise vectors of all but 256 are made up, so that a search has as much to go through as in a complete index.
    """
    from benchmarks.library import write_library

    with tempfile.TemporaryDirectory() as folder:
        file, _ = write_library(Path(folder), limit, 1)
        items = [
            Item(row["external_id"], row["language"], row["question"], row["answer"], row["external_id"])
            for row in rows(file, limit)
        ]
        library = Library(Path(folder) / "index")
        put = timed(lambda: [library.put(items[place : place + 500]) for place in range(0, len(items), 500)])
        few = items[:256]
        fill = timed(lambda: [library.fill(QUESTION, few[place : place + 64]) for place in range(0, 256, 64)]) / len(
            few
        )
        for space in (QUESTION, ANSWER):
            made_up(library, space, items)
        asked = items[:: max(1, len(items) // 200)]
        library.search(asked[0].question, asked[0].language)
        ours = [timed(lambda one=one: library.search(one.question, one.language)) * 1000 for one in asked]
        embed = [timed(lambda one=one: library.precise.questions([one.question])) * 1000 for one in asked[:60]]
        result = {"part": "speed", "answers": len(items), "searchable_s": round(put, 1), **shown("search", ours)}
        result |= {"question_vector_ms": round(fill * 1000, 1), **shown("embed", embed), "load": os.getloadavg()[0]}
        result["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(result), flush=True)
        print(json.dumps({"part": "plain Chroma", **plain_chroma(Path(folder) / "plain", items, asked, library)}))


def made_up(library: Library, space: str, items: list[Item]) -> None:
    dice = np.random.default_rng(3)
    size = len(library.precise.questions(["one"])[0])
    for place in range(0, len(items), 2000):
        part = items[place : place + 2000]
        vectors = dice.normal(size=(len(part), size)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        library.vectors.put(space, [(one.id, one.language, one.digest) for one in part], vectors)


def plain_chroma(folder: Path, items: list[Item], asked: list[Item], library: Library) -> dict[str, float]:
    """One collection in a folder, texts and language beside the vectors, a filter: what the quickstart shows."""
    import chromadb

    model = library.quick
    collection = chromadb.PersistentClient(str(folder)).create_collection("answers", embedding_function=None)

    def add(part: list[Item]) -> None:
        collection.add(
            ids=[one.id for one in part],
            embeddings=model.questions([one.question for one in part]),
            documents=[one.answer for one in part],
            metadatas=[{"language": one.language} for one in part],
        )

    def ask(one: Item) -> None:
        collection.query(
            query_embeddings=model.questions([one.question]), n_results=10, where={"language": one.language}
        )

    put = timed(lambda: [add(items[place : place + 2000]) for place in range(0, len(items), 2000)])
    ask(asked[0])
    return {"searchable_s": round(put, 1), **shown("search", [timed(lambda one=one: ask(one)) * 1000 for one in asked])}


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def shown(name: str, taken: list[float]) -> dict[str, float]:
    return {
        f"{name}_median_ms": round(statistics.median(taken), 1),
        f"{name}_p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["across", "answers", "conflicts", "speed"])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=400)
    chosen = parser.parse_args()
    {"across": across, "answers": answers, "conflicts": conflicts, "speed": speed}[chosen.part](
        chosen.data, chosen.limit
    )


if __name__ == "__main__":
    main()
