"""A cry for help is heard in every dress, and its mark stands on the words as they were written."""

import pytest

from publisher import resources
from publisher.domain.triage import Label, Route
from publisher.policy.triage import Triage

_ADVERT = "Big sale on vitamins! Order now at our shop, free delivery. "
_WALKS = {
    "zh": "今天天气不错，我们去公园散步了。" * 700,
    "ru": "Сегодня мы гуляли в парке и кормили уток. " * 300,
    "en": "Today we walked in the park and fed the ducks. " * 300,
}


@pytest.fixture(scope="module")
def triage() -> Triage:
    return Triage(resources.content_folder(), {})


@pytest.mark.parametrize(
    ("message", "marked"),
    [
        ("Я хoчу yмeреть", "хoчу yмeреть"),
        ("Я хо\u200bчу уме\u200bреть", "хо\u200bчу уме\u200bреть"),
        ("I want to dіе tonight", "I want to dіе"),
        ("i want to d i e", "i want to d i e"),
        ("im gonna k1ll myself", "k1ll myself"),
        ("活著沒意思，想離開這個世界", "想離開這個世界"),
        ("不·想·活·了", "不·想·活·了"),
        ("我不\n想\n活\n了", "不\n想\n活\n了"),
        ("wo bu xiang huo le", "wo bu xiang huo"),
        ("真的想si了", "想si"),
        ("ne hochu zhit bolshe", "ne hochu zhit"),
        ("не хочу\nбольше\nжить", "не хочу\nбольше\nжить"),
    ],
)
def test_a_disguised_cry_is_heard_where_it_stands(triage: Triage, message: str, marked: str) -> None:
    read = triage.read(message)
    assert read.route is Route.CRISIS
    assert marked in [message[mark.start : mark.end] for mark in read.marks if mark.label is Label.CRISIS]


@pytest.mark.parametrize(
    ("message", "marked"),
    [
        (_ADVERT + "I want to die tonight. " + _ADVERT, "I want to die"),
        (_ADVERT + "我不想活了。" + _ADVERT, "不想活了"),
        ("【转发】小王：妈 我不想活了，别找我", "不想活了"),
        (_WALKS["zh"] + "我不想活了。", "不想活了"),
        (_WALKS["ru"] + "Я не хочу жить.", "не хочу жить"),
        (_WALKS["en"] + "I want to die.", "I want to die"),
    ],
)
def test_a_cry_inside_other_words_is_heard(triage: Triage, message: str, marked: str) -> None:
    read = triage.read(message)
    assert read.route is Route.CRISIS
    assert marked in [message[mark.start : mark.end] for mark in read.marks if mark.label is Label.CRISIS]


@pytest.mark.parametrize(
    "message",
    [
        "What is the lethal dose of paracetamol for me",
        "Какая смертельная доза феназепама, есть ли побочные?",
        "安定的致死量是多少，新闻里没写",
        "Муж избил меня, сижу в ванной",
        "老公又拿刀威胁要杀我",
        "My boyfriend choked me last night",
    ],
)
def test_asking_for_a_deadly_dose_and_violence_reach_a_person(triage: Triage, message: str) -> None:
    assert triage.read(message).route is Route.CRISIS


@pytest.mark.parametrize(
    "message",
    [
        "我\n今天\n去公园",
        "煤气灶打不着火",
        "周末有没有一起去爬山的",
        "Купила верёвку для белья",
        "Не хочу просыпаться в шесть утра",
    ],
)
def test_what_only_sounds_alike_is_no_crisis(triage: Triage, message: str) -> None:
    assert triage.read(message).route is not Route.CRISIS
