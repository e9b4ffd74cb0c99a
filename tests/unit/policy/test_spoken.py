"""A message is masked and heard in every language whose words stand in it, whatever its group speaks."""

from pathlib import Path

import pytest

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.domain.triage import Label, Route
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.policy.spoken import spoken_in
from publisher.policy.triage.reader import Triage
from publisher.resources import content_folder
from tests.unit.policy.test_planted import FOLDER, left_behind, without_marks

ZH, RU, EN = Language.ZH, Language.RU, Language.EN


@pytest.fixture(scope="module")
def triage(gate: Gate) -> Triage:
    return Triage(content_folder(), gate.cues)


def planted(language: Language) -> list[str]:
    return (Path(FOLDER) / f"mixed_{language.value}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", list(Language))
def test_masking_leaves_nothing_planted_in_words_of_several_languages(gate: Gate, language: Language) -> None:
    assert len(planted(language)) >= 40
    for stated in (language, None):
        left = {
            line: found
            for line in planted(language)
            if (found := left_behind(line, mask(without_marks(line), gate.cues, stated).text))
        }
        assert left == {}


@pytest.mark.parametrize("stated", [None, *Language])
@pytest.mark.parametrize(
    ("words", "route", "named"),
    [
        ("我叫王小明，电话13812345678，怀孕12周出血怎么办", Route.URGENT, ("王小明", "13812345678")),
        ("Меня зовут Анна Петрова, сильное кровотечение, 12 недель", Route.URGENT, ("Анна", "Петрова")),
        ("My name is Anna Brown, I am 12 weeks pregnant and bleeding heavily", Route.URGENT, ("Anna", "Brown")),
        ("我不想活了，今晚就结束一切", Route.CRISIS, ()),
        ("Я не хочу жить, сегодня всё закончу", Route.CRISIS, ()),
        ("I want to kill myself tonight", Route.CRISIS, ()),
    ],
)
def test_a_message_in_another_language_than_its_groups_is_heard_and_masked(
    triage: Triage, stated: Language | None, words: str, route: Route, named: tuple[str, ...]
) -> None:
    read = triage.read(words, stated)
    assert read.route is route
    assert (triage.alarm(words, stated) is not None) is (route in (Route.CRISIS, Route.URGENT))
    assert [one for one in named if one in read.masked] == []


@pytest.mark.parametrize(
    ("words", "route"),
    [
        ("我很难受 I want to die tonight", Route.CRISIS),
        ("У меня 出血很多 怀孕12周", Route.URGENT),
        ("Please help, я не хочу жить", Route.CRISIS),
        ("他 just collapsed and is not breathing 怎么办", Route.URGENT),
    ],
)
def test_a_cry_in_a_second_language_is_heard_where_it_stands(triage: Triage, words: str, route: Route) -> None:
    read = triage.read(words)
    assert read.route is route
    alarm = next(mark for mark in read.marks if mark.label in (Label.CRISIS, Label.EMERGENCY))
    assert words[alarm.start : alarm.end].strip() in words
    assert alarm.end <= len(words)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (ZH, "孩子吃了 Nurofen Forte 200 mg 还是发烧怎么办"),
        (ZH, "医生开了达芙通 Duphaston 10mg，HCG 5000 mIU/ml正常吗"),
        (ZH, "葡萄糖7.07胆固醇6.43肌酐49.70正常吗"),
        (RU, "Ребёнку дали Nurofen Forte и Smecta, температура 38"),
        (RU, "Можно ли Diane-35 и Yasmin вместе с Elevit Pronatal?"),
        (RU, "Доктор Nurofen Forte назначил, муж Duphaston купил"),
        (ZH, "看这个 https://www.who.int/news-room/fact-sheets/detail/is-it-safe-for-you 说得对吗"),
        (EN, "My nurse gave me 板蓝根, is it safe with iron?"),
        (EN, "My baby 不呼吸了"),
        (ZH, "孩子对Penicillin过敏，用Zithromax Suspension行吗"),
    ],
)
def test_medicines_and_figures_among_other_letters_are_left(gate: Gate, language: Language, words: str) -> None:
    assert mask(words, gate.cues, language).text == words


@pytest.mark.parametrize(
    "words",
    [
        "患者hcg水平偏低时须复查。患者Helicobacter阳性时按方案治疗。",
        "У пациента Helicobacter Pylori ищут тестом. Врач Clexane назначает редко.",
        "The doctor may test the patient for Helicobacter Pylori.",
    ],
)
def test_teaching_with_words_in_other_letters_names_nobody(gate: Gate, words: str) -> None:
    assert [one.text for one in gate.check(words, CheckContext()).findings if one.rule == "PII-NAME"] == []


@pytest.mark.parametrize(
    "words", ["宝宝吃 Nurofen Forte 200 mg 可以吗", "昨天查了 TSH 2.5 mIU/L，还有 Vitamin D 偏低怎么办"]
)
def test_a_few_latin_words_make_no_english_text(words: str) -> None:
    assert [one.text.language for one in spoken_in(words) if one.sentences] == [ZH]


def test_words_of_one_language_are_read_once() -> None:
    for words in ("我肚子疼怎么办？", "Болит живот, что делать?", "My belly hurts, what shall I do?"):
        assert len(spoken_in(words)) == 1


def test_a_second_language_reads_its_own_words_where_they_stand() -> None:
    first, second = spoken_in("我老公Dmitry Petrov发烧", ZH)  # two Latin words make no English text
    assert (first.text.raw, second.text.raw) == ("我老公Dmitry Petrov发烧", "   Dmitry Petrov  ")
