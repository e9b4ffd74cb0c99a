"""Personal data: numbers proved by checksum, phones only where they are phones, names and what only looks like one."""

import pytest

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.policy.personal.identifiers import hkid_is_valid, oms_is_valid, snils_is_valid

ZH, RU, EN = Language.ZH, Language.RU, Language.EN


def test_checksums_tell_a_number_from_a_typing_error() -> None:
    assert snils_is_valid("112-233-445 95")
    assert not snils_is_valid("112-233-445 96")
    assert hkid_is_valid("A123456(3)")
    assert not hkid_is_valid("A123456(4)")
    assert not oms_is_valid("1234567890123456") or not oms_is_valid("1234567890123457")


@pytest.mark.parametrize(
    ("language", "text", "rule", "found"),
    [
        (ZH, "身份证11010519491231002X，勿外传", "PII-ID", "11010519491231002X"),
        (ZH, "联系电话：13812345678", "PII-PHONE", "13812345678"),
        (ZH, "我的薇信：abc12345", "PII-CONTACT", "abc12345"),
        (ZH, "患者王建国，男，56岁", "PII-NAME", "王建国"),
        (RU, "Пациентка Ирина Петрова пришла", "PII-NAME", "Ирина Петрова"),
        (RU, "Телефон 8 (916) 123-45-67", "PII-PHONE", "8 (916) 123-45-67"),
        (RU, "СНИЛС 112-233-445 95", "PII-ID", "112-233-445 95"),
        (EN, "The patient Mary Jones was seen", "PII-NAME", "Mary Jones"),
        (EN, "Her number is (212) 555-0187", "PII-PHONE", "(212) 555-0187"),
    ],
)
def test_what_points_to_a_person_is_found_in_place(
    gate: Gate, language: Language, text: str, rule: str, found: str
) -> None:
    findings = [
        finding for finding in gate.check(text, CheckContext(language=language)).findings if finding.rule == rule
    ]
    assert [finding.text for finding in findings] == [found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ZH, "帕金森病、阿尔茨海默病和克罗恩病都需要长期管理。"),
        (ZH, "血压120/80，白细胞4000-8000，心理热线12356。"),
        (RU, "Болезнь Паркинсона и синдром Дауна. Норма 4000-8000."),
        (EN, "Crohn's disease, Parkinson disease and Down syndrome; normal is 120/80, call 988."),
    ],
)
def test_diseases_and_measures_are_no_persons(gate: Gate, language: Language, text: str) -> None:
    assert not [one for one in gate.check(text, CheckContext(language=language)).findings if one.rule.startswith("PII")]


def test_masking_keeps_the_same_person_the_same(gate: Gate) -> None:
    masked = mask("Меня зовут Ирина Петрова, тел. +7 916 123-45-67. Ирине Петровой 29 лет.", gate.cues)
    assert masked.text == "Меня зовут Человек-1, тел. [телефон 1]. Человек-1 29 лет."
    assert [masked.text[start:end] for _, start, end in masked.places] == ["Человек-1", "[телефон 1]", "Человек-1"]


def test_masking_leaves_nothing_of_a_number_behind(gate: Gate) -> None:
    masked = mask("患者王建国，电话13812345678，微信wjg_1968，身份证11010519491231002X。王建国头痛三天。", gate.cues)
    assert masked.text == "患者某人1，电话[电话1]，微信[联系方式1]，身份证[证件号1]。某人1头痛三天。"
