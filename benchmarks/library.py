"""A made-up library of any size in Chinese, Russian and English, always the same one for the same size."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOPICS = {
    "en": [
        "blood pressure",
        "ibuprofen",
        "iron tablets",
        "sleep",
        "nausea",
        "swelling",
        "vaccination",
        "breastfeeding",
    ],
    "zh": ["血压", "布洛芬", "补铁", "睡眠", "孕吐", "水肿", "疫苗接种", "母乳喂养"],
    "ru": ["давление", "ибупрофен", "препараты железа", "сон", "тошнота", "отёки", "прививки", "грудное вскармливание"],
}
TIMES = {
    "en": ["in the first weeks", "in the second trimester", "after thirty weeks", "in the first month after birth"],
    "zh": ["孕早期", "孕中期", "三十周以后", "产后第一个月"],
    "ru": ["в первые недели", "во втором триместре", "после тридцати недель", "в первый месяц после родов"],
}
ASKED = {
    "en": "What should I know about {topic} {time}? ({number})",
    "zh": "{time}关于{topic}需要知道什么？（{number}）",
    "ru": "Что важно знать про {topic} {time}? ({number})",
}
SAID = {
    "en": [
        "Many people ask about {topic} {time}.",
        "What is usual differs from person to person, and most changes are harmless.",
        "Guidelines describe what is measured at a check-up and how often.",
        "Write down what you notice and take the notes to your next appointment.",
        "If something worries you, ask the team that looks after you rather than waiting.",
    ],
    "zh": [
        "很多人会问{time}的{topic}问题。",
        "每个人的情况不同，大多数变化是正常的。",
        "指南说明了产检时测量什么、多久测量一次。",
        "把观察到的情况记下来，下次产检时带给医生看。",
        "如果感到担心，请及时联系为您产检的医院。",
    ],
    "ru": [
        "Многие спрашивают про {topic} {time}.",
        "Норма у всех разная, и большинство изменений безвредны.",
        "В рекомендациях описано, что и как часто измеряют на приёме.",
        "Записывайте, что замечаете, и берите записи на следующий приём.",
        "Если что-то тревожит, обратитесь в свою клинику, не откладывая.",
    ],
}


def write_library(folder: Path, answers: int, questions: int) -> tuple[Path, Path]:
    """Two JSON Lines files as `publisher import` takes them."""
    files = folder / "answers.jsonl", folder / "questions.jsonl"
    _write(files[0], itertools.islice(_answers(), answers))
    _write(files[1], itertools.islice(_questions(), questions))
    return files


def _answers() -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for number, (language, question, words) in enumerate(_turns(chance), 1):
        paragraphs = [" ".join(chance.choices(SAID[language], k=4)).format(**words) for _ in range(3)]
        yield {
            "external_id": f"a{number}",
            "question": question,
            "answer": "\n\n".join(paragraphs),
            "language": language,
        }


def _questions() -> Iterator[dict[str, Any]]:
    for number, (language, question, _) in enumerate(_turns(random.Random(2)), 1):
        yield {"external_id": f"q{number}", "question": question, "language": language}


def _turns(chance: random.Random) -> Iterator[tuple[str, str, dict[str, str]]]:
    for number in itertools.count(1):
        language = chance.choice(list(TOPICS))
        words = {"topic": chance.choice(TOPICS[language]), "time": chance.choice(TIMES[language])}
        yield language, ASKED[language].format(**words, number=number), words


def _write(file: Path, records: Iterator[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
