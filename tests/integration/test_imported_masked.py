"""An answer from outside holds a patient's question: she is masked before anything is stored, the medicine is not."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from publisher.domain.places import Language
from publisher.services import imported_words
from publisher.services.desk import SHELL
from publisher.services.importing import ImportResult
from publisher.services.importing_answers import import_answers
from tests.support.clinic import Clinic

ASKED = "My name is Anna Petrova, I am 30 weeks, may I fly? Write to anna.petrova@example.net"
ANSWERED = "Dear Anna, most people may fly. Von Willebrand disease is another matter. Call me on +7 916 123-45-67."
LINE = {"external_id": "7", "language": "en", "question": ASKED, "answer": ANSWERED, "author": "Dr Olga Smirnova"}
TABLES = ("entry", "working_copy", "entry_text", "event")


def bring(clinic: Clinic, *lines: dict[str, str]) -> ImportResult:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return import_answers(clinic.desk, SHELL, file)


def kept(clinic: Clinic) -> str:
    with clinic.desk.db.read() as tx:
        return str([[tuple(row) for row in tx.execute(text(f"SELECT * FROM {table}"))] for table in TABLES])


def test_nothing_that_is_stored_says_who_asked_and_the_doctor_s_name_stands(clinic: Clinic) -> None:
    assert bring(clinic, LINE).created == 1
    found = kept(clinic).lower()
    for planted in ("anna", "petrova", "916 123", "123-45-67"):
        assert planted not in found
    for words in ("my name is person 1", "most people may fly", "willebrand", "dr olga smirnova", "[phone 1]"):
        assert words in found


def test_the_same_file_again_changes_nothing_and_another_way_of_masking_neither(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(clinic, LINE)
    before = kept(clinic)
    monkeypatch.setattr(imported_words, "both", killed)
    again = bring(clinic, LINE)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 1, [])
    assert kept(clinic) == before


def killed(*_: object) -> str:
    raise AssertionError("what is here already is not masked again")


def test_a_changed_answer_is_masked_too(clinic: Clinic) -> None:
    bring(clinic, LINE)
    changed = LINE | {"question": "I am Maria Ivanova, may I fly?", "answer": "Write to maria.ivanova@example.net."}
    assert bring(clinic, changed).updated == 1
    assert "ivanova" not in kept(clinic).lower()


@pytest.mark.parametrize(
    ("language", "words", "hidden"),
    [
        (Language.EN, "Anna Petrova, 34, Oakfield: may she drink coffee?", "Petrova"),
        (Language.RU, "Меня зовут Анна Петрова. Можно ли рыбу?", "Петрова"),
        (Language.ZH, "我叫张丽，怀孕20周，能吃鱼吗？", "张丽"),
        (Language.EN, "What helps? +7 916 123-45-67", "916"),
    ],
)
def test_a_question_that_tells_of_somebody(clinic: Clinic, language: Language, words: str, hidden: str) -> None:
    assert hidden not in imported_words.question(clinic.desk.gate, words, language)


@pytest.mark.parametrize(
    "words",
    [
        "What are the treatments for Erb-Duchenne and Dejerine-Klumpke Palsies ?",
        "Is isolated Pierre Robin sequence inherited ?",
        "What is (are) Todd's Paralysis ?",
        "What is Charcot Marie Tooth disease ?",
        "What are the treatments for Polycythemia Vera ?",
    ],
)
def test_a_question_of_a_schoolbook_stays_word_for_word(clinic: Clinic, words: str) -> None:
    assert imported_words.question(clinic.desk.gate, words, Language.EN) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "Eunice Kennedy Shriver National Institute: call 1-800-633-4227 or write to info@nih.gov."),
        (Language.EN, "Warfarin 5 mg, INR 2.0-3.0; see PMID 12345678 and doi 10.1016/j.ajog.2024.01.001."),
        (Language.ZH, "赖特综合征多见于男性，病发年龄20～40岁。可服用安泰乐25mg。全国热线400-161-9995。"),
        (Language.RU, "При болезни Крона месалазин 4 г. Горячая линия 8-800-200-02-00."),
    ],
)
def test_an_answer_s_medicine_and_an_institution_s_line_stay(language: Language, words: str) -> None:
    assert imported_words.answer(words, language) == words


@pytest.mark.parametrize(
    ("language", "words", "hidden"),
    [
        (Language.ZH, "加我微信zhangli88，或打13812345678。", ("zhangli88", "13812345678")),
        (Language.ZH, "加我的薇信：zhangli88", ("zhangli88",)),
        (Language.RU, "Пишите в телеграм @petrova_doc или +7 916 123-45-67.", ("petrova_doc", "123-45-67")),
        (Language.EN, "Your record no. 4512345 says so; passport 451012345678.", ("4512345", "451012345678")),
    ],
)
def test_an_answer_s_numbers_and_contacts(language: Language, words: str, hidden: tuple[str, ...]) -> None:
    found: Any = imported_words.answer(words, language)
    assert not [one for one in hidden if one in found]


@pytest.mark.parametrize(
    ("language", "words", "hidden"),
    [
        (Language.EN, "Can Karen Miller from Leeds fly with a cold?", "Miller"),
        (Language.EN, "Anna Petrova asks whether fish is safe", "Petrova"),
        (Language.RU, "Анна Петрова спрашивает: можно ли рыбу?", "Петрова"),
        (Language.RU, "Можно ли Ирине Соколовой летать?", "Соколов"),
        (Language.ZH, "张伟问：感冒能坐飞机吗", "张伟"),
        (Language.ZH, "李秀英能坐飞机吗？", "李秀英"),
    ],
)
def test_a_name_alone_makes_a_question_tell_of_somebody(
    clinic: Clinic, language: Language, words: str, hidden: str
) -> None:
    assert hidden not in imported_words.question(clinic.desk.gate, words, language)


@pytest.mark.parametrize(
    ("language", "words", "kept"),
    [
        (Language.RU, "Здравствуйте, Анна Сергеевна Петрова! Рыбу можно.", "Здравствуйте, Человек-1! Рыбу можно."),
        (Language.RU, "Уважаемая Ирина Соколова, летать можно.", "Уважаемая Человек-1, летать можно."),
        (Language.RU, "Здравствуйте! Ирина, рыбу можно.", "Здравствуйте! Человек-1, рыбу можно."),
        (Language.RU, "Анна, добрый день! Рыбу можно.", "Человек-1, добрый день! Рыбу можно."),
        (Language.RU, "Вы живёте: Москва, ул. Ленина, д. 5, кв. 12.", "Вы живёте: Москва, [адрес 1]."),
        (Language.RU, "Вы родились 12.03.1984, рыбу можно.", "Вы родились [дата 1], рыбу можно."),
        (Language.EN, "Dear Karen Miller, yes, you may fly.", "Dear Person 1, yes, you may fly."),
        (
            Language.EN,
            "You were born 12 March 1984 at 14 Oak Street, Leeds.",
            "You were born [date 1] at [address 1], Leeds.",
        ),
        (Language.ZH, "李秀英女士您好，您可以坐飞机。", "某人1女士您好，您可以坐飞机。"),
        (Language.ZH, "您好，张女士，可以吃鱼。", "您好，某人1女士，可以吃鱼。"),
        (Language.ZH, "您生于1984年3月12日，住在解放路12号。", "您生于[日期1]，[地址1]。"),
    ],
)
def test_an_answer_s_patient_where_she_is_greeted_lives_and_was_born(language: Language, words: str, kept: str) -> None:
    assert imported_words.answer(words, language) == kept
    assert imported_words.answer(kept, language) == kept


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "Dear Parents, Vitamin D is safe. Babies born in 2024 get it from day 1."),
        (Language.EN, "Dear Dr Smith, von Willebrand disease is another matter."),
        (Language.EN, "Hi! Yes, Warfarin is safe. The clinic is closed on 3 May 2024."),
        (Language.RU, "Здравствуйте, при болезни Крона рыбу можно."),
        (Language.RU, "Здравствуйте! Конечно, можно. Варфарин с 2010 года."),
        (Language.RU, "Здравствуйте! Варфарин, как и аспирин, разжижает кровь."),
        (Language.RU, "Добрый день, Коллеги! Синдром Жильбера безопасен."),
        (Language.ZH, "您好，白带异常可以用克霉唑。"),
        (Language.ZH, "你好，高血压患者每天服用氨氯地平5mg。"),
    ],
)
def test_an_answer_that_greets_nobody_by_name_stays_word_for_word(language: Language, words: str) -> None:
    assert imported_words.answer(words, language) == words


@pytest.mark.parametrize(
    ("language", "asked", "answered", "kept"),
    [
        (
            Language.EN,
            "My mother Karen Miller has Down syndrome; I am Rose Miller, may she fly?",
            "Rose hips are harmless, rose oil too. Karen may fly; Down syndrome is no obstacle, Mrs Miller.",
            "Rose hips are harmless, rose oil too. Person 1 may fly; Down syndrome is no obstacle, Mrs Person 1.",
        ),
        (
            Language.RU,
            "Меня зовут Анна Петрова, можно рыбу?",
            "Для Анны Петровой рыба безопасна. Петровой она полезна.",
            "Для Человек-1 рыба безопасна. Человек-1 она полезна.",
        ),
        (
            Language.ZH,
            "我叫李秀英，能吃鱼吗？",
            "可以。李秀英的情况不严重，李女士放心。",
            "可以。某人1的情况不严重，某人1放心。",
        ),
    ],
)
def test_whom_the_question_names_is_masked_in_the_answer(
    clinic: Clinic, language: Language, asked: str, answered: str, kept: str
) -> None:
    assert imported_words.both(clinic.desk.gate, asked, answered, language)[1] == kept
