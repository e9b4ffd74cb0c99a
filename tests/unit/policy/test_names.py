"""Names in the way people chat, measured over sentences of our own, and words that only look like names or numbers."""

import pytest

from publisher.domain.checking import CheckContext, Level
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.policy.personal import names as chat_names
from publisher.policy.personal import personal_data
from publisher.policy.reading import Reading
from publisher.policy.text import Text

_CHAT_NAMES = """
王芳 李秀英 张伟 刘洋 陈静 杨丽娟 赵磊 黄敏 吴桂英 徐丽 孙浩然 马晓东 朱婷婷 胡雪梅 林志强 郭子轩
何文静 高建华 罗玉兰 郑凯 梁小燕 谢雨欣 宋佳 许志远 韩冰 冯梓涵 曹阳 彭丽 曾宪明 肖战军 田甜 董卿华
潘晓婷 袁梦 蒋欣怡 余春娇 于洋 杜鹃 程思远 苏畅 吕秀莲 丁宁 任静 沈冬梅 姚晨曦 崔健民 钟楚红 范伟强
金秀珍 石慧 廖敏 贾玲玉 付强 方芳 白雪 邹兰 贺军 顾客明 邵兵 钱枫 严宽
"""
NAMES = _CHAT_NAMES.split()
SENTENCES = (
    "我叫{n}，今年三十岁。",
    "{n}今天来复查了吗",
    "昨天陪{n}去产检，一切都好",
    "{n}的孕酮报告出来了",
    "患者{n}，女，29岁。",
    "@客服 {n}预约的号还在吗？",
    "我老婆{n}怀孕八周了",
    "孩子叫{n}，三个月大",
    "家属：{n}，电话13812345678",
    "姐妹们，{n}生了个女儿",
    "联系人{n}，住在河西",
    "请{n}到三号诊室",
    "{n}住院第三天，体温正常",
    "帮我问下{n}大夫今天坐诊吗",
    "{n}，32岁，孕24周，昨晚出血",
    "产妇{n}昨晚顺产",
    "我是{n}的妈妈",
    "{n}妈妈说孩子发烧了",
    "群里的{n}也是这个症状",
    "病历号12345，姓名{n}",
    "上次是{n}医生给我看的",
    "宝宝爸爸{n}做了精液检查",
    "我表姐{n}去年得的乳腺癌",
    "{n}和我一个病房",
    "早上{n}打电话说肚子疼",
)
COMMON = (
    "检查时间安排由医院通知。方便时请来复查。",
    "Совет врача важен. Кровь сдают натощак. Ребёнку предложите воду. Сначала дают овощи.",
    "Запишитесь заранее. Новорождённый спит около шестнадцати часов. Хирург учитывает возраст.",
    "Pericarditis is a condition. Depression is a treatable illness.",
)


def test_chinese_names_in_chats_are_found(gate: Gate) -> None:
    found = 0
    cases = [
        (name, SENTENCES[(place * 3 + step) % len(SENTENCES)]) for place, name in enumerate(NAMES) for step in (0, 7)
    ]
    for name, sentence in cases:
        raw = sentence.replace("{n}", name)
        start = raw.index(name)
        reading = Reading(Text(raw, Language.ZH), CheckContext(language=Language.ZH), gate.cues)
        found += any(one.start < start + len(name) and start < one.end for one in personal_data(reading))
    assert found / len(cases) >= 0.93


@pytest.mark.parametrize("raw", COMMON)
def test_common_words_are_no_names(gate: Gate, raw: str) -> None:
    assert not [one for one in gate.check(raw, CheckContext()).findings if one.rule == "PII-NAME"]


@pytest.mark.parametrize(
    ("raw", "number", "level"),
    [
        ("患者电话13812345678，请回访。", "13812345678", Level.BLOCK),
        ("电话一三八一二三四五六七八", "一三八一二三四五六七八", Level.REVIEW),
        ("患者可拨打010-88886666预约", "010-88886666", Level.REVIEW),
        ("Телефон пациентки: 8 916 123 45 67", "8 916 123 45 67", Level.BLOCK),
        ("Her mobile is seven seven zero zero 900 123", "seven seven zero zero 900 123", Level.BLOCK),
    ],
)
def test_numbers_in_words_are_found_and_a_patients_number_blocks(
    gate: Gate, raw: str, number: str, level: Level
) -> None:
    findings = [one for one in gate.check(raw, CheckContext()).findings if one.rule == "PII-PHONE"]
    assert [(one.text, one.level) for one in findings] == [(number, level)]


def test_an_address_without_the_word_street_is_found(gate: Gate) -> None:
    for raw in ("Send it to P.O. Box 104.", "He lives at 416 Karaiskaki 9, Nicosia.", "The flat is on Dorfgasse 17."):
        assert [one for one in gate.check(raw, CheckContext()).findings if one.rule == "PII-ADDRESS"], raw


def test_no_name_is_lost_when_the_memory_of_lines_is_full(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of one text are known until it is read, whatever is forgotten meanwhile."""
    monkeypatch.setattr(chat_names, "_MEMORY", 3)
    monkeypatch.setattr(chat_names, "_remembered", {})
    lines = [f"昨天陪{name}去产检，一切都好" for name in NAMES[:7]]
    mask("\n".join(lines[:2]), gate.cues, Language.ZH)

    masked = mask("\n".join(lines), gate.cues, Language.ZH).text

    assert [name for name in NAMES[:7] if name in masked] == []
