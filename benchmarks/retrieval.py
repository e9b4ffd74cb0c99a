"""How well the library is searched. Prints one line of JSON per part.

`python -m benchmarks.retrieval across|answers|titles|retold|conflicts [--data FOLDER] [--limit N]`
Data is the folder of real texts beside the checkout. How fast it is, `benchmarks.search_speed` measures.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from scripts.others import TRAINING, held, parts_of
from scripts.others import rows as rows_of
from vectorstore import embeddings
from vectorstore.claims import contradictions
from vectorstore.fusion import WORDS_WEIGHT, scaled
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


def recipe(library: Library, language: str, asked: str) -> list[str]:
    """The plainest good way, to be beside ours: the precise cosine and .3 of BM25, each min-max over its candidates."""
    (vector,) = library.precise.questions([asked])
    near = library.vectors.search(QUESTION, language, vector, 60)
    words = library.words(language).search(asked, "question", 60)
    rest = library.vectors.vectors_of(QUESTION, [one for one in words if one not in near])
    scores = scaled(near | {one: float(found @ vector) for one, found in rest.items()})
    weighed = {one: score + WORDS_WEIGHT * scaled(words).get(one, 0.0) for one, score in scores.items()}
    return sorted(weighed, key=lambda one: -weighed[one])


def titles(data: Path, limit: int) -> None:
    """What patients wrote above a question finds what they told below it, among all questions: real Chinese ones."""
    corpus = rows(data / "answers_zh.jsonl", 100_000)
    parts = {row["external_id"]: row["question"].split("，", 1) for row in corpus}
    pairs = {
        name: (found[0], found[1])
        for name, found in parts.items()
        if len(found) == 2 and len(found[0]) >= 6 and len(found[1]) >= 15 and found[0].rstrip("？?") not in found[1]
    }
    pairs = dict(list(pairs.items())[:limit])
    texts = {name: pairs[name][1] if name in pairs else "，".join(said) for name, said in parts.items()}
    library = filled([Item(name, "zh", text, "", name) for name, text in texts.items()], (QUESTION,))
    for kind, find in (
        ("ours", lambda asked: [hit.id for hit in library.search(asked, "zh", 10)]),
        ("recipe", lambda asked: recipe(library, "zh", asked)),
    ):
        ranks = [rank_of(find(title), {name}) for name, (title, _) in pairs.items()]
        print(
            json.dumps({"part": "titles", "by": kind, "among": len(texts), "questions": len(pairs), **recalls(ranks)})
        )


def retold(_: Path, limit: int) -> None:
    """A question is found by who asks it in other words: rows of other hands from which nothing learned, among all."""
    exam = parts_of(TRAINING / "unread_by_others.txt", "\t")
    for language in ("en", "zh", "ru"):
        others = rows_of(f"others_questions_{language}")
        repeats = [row[3:] for row in exam if row[:3] == ["repeats", language, "same"]]
        kept = [row[:2] for row in others if held(row[0])]
        asked = list(dict.fromkeys([one for one, _ in repeats] + [row[0] for row in others]))
        library = filled([Item(one, language, one, "", one) for one in asked], (QUESTION,))
        for name, pairs in (("exam", repeats), ("kept", kept[:limit])):
            ranks = [rank_of([hit.id for hit in library.search(again, language, 10)], {one}) for one, again in pairs]
            plain = [rank_of(recipe(library, language, again), {one}) for one, again in pairs]
            told = {"among": len(asked), "questions": len(pairs), **recalls(ranks), "recipe": recalls(plain)}
            print(json.dumps({"part": "retold", "rows": name, "language": language, **told}))


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["across", "answers", "titles", "retold", "conflicts"])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=400)
    chosen = parser.parse_args()
    parts = {"across": across, "answers": answers, "titles": titles, "retold": retold, "conflicts": conflicts}
    parts[chosen.part](chosen.data, chosen.limit)


if __name__ == "__main__":
    main()
