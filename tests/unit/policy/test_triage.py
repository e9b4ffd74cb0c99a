"""Triage: what its own files promise, and the cases that rules get wrong most often."""

import pytest

from publisher import resources
from publisher.domain.places import Language
from publisher.domain.triage import Label, Route
from publisher.policy.gate import Gate
from publisher.policy.triage import Triage

ALARM = (Route.CRISIS, Route.URGENT)


@pytest.fixture(scope="module")
def triage(gate: Gate) -> Triage:
    return Triage(resources.content_folder(), gate.cues)


def test_every_red_flag_is_found_in_its_own_words_and_not_in_its_near_misses(triage: Triage) -> None:
    for flag in triage.danger.flags:
        for language in Language:
            missed = [one for one in flag.phrases.of(language) if triage.read(one, language).route not in ALARM]
            wrong = [one for one in flag.near_misses.of(language) if triage.read(one, language).route in ALARM]
            assert not missed, f"{flag.id} misses {missed}"
            assert not wrong, f"{flag.id} takes {wrong} for danger"


@pytest.mark.parametrize(
    "message",
    [
        "无发热、胸闷出冷汗",
        "没有吐血，就是有点反酸",
        "我外公三年前嘴歪了，后来恢复得很好",
        "Крови в рвоте нет, просто тошнит",
        "У бабушки десять лет назад перекосило лицо, теперь всё хорошо",
        "No chest pressure, no slurred speech, just tired",
        "My grandmother had face drooping ten years ago and recovered",
    ],
)
def test_negation_and_old_stories_are_no_emergency(triage: Triage, message: str) -> None:
    assert triage.read(message).route not in ALARM


@pytest.mark.parametrize(
    "message",
    [
        "我妈突然嘴歪了，以前有高血压",
        "Маме плохо, внезапно перекосило лицо",
        "I don't know what to do, my husband has crushing chest pain",
    ],
)
def test_an_emergency_of_somebody_near_is_one(triage: Triage, message: str) -> None:
    assert triage.read(message).route is Route.URGENT


@pytest.mark.parametrize(
    "message",
    [
        "宝宝三个月发烧39度抽搐怎么办",
        "宝宝一个半月，体温38.5度，精神差",
        "宝宝高烧抽搐了，怎么办",
        "У ребёнка судороги на фоне температуры, что делать",
        "Мне 32, 20 недель, болит живот и кровит, что делать?",
        "I'm 34 weeks and have a terrible headache and see spots",
    ],
)
def test_signs_that_make_a_danger_together_are_an_emergency(triage: Triage, message: str) -> None:
    assert triage.read(message).route is Route.URGENT


@pytest.mark.parametrize(
    "message",
    [
        "宝宝没有发烧，也没有抽搐，就是有点咳嗽",
        "Беременна 12 недель, крови нет, просто тянет поясницу, норма?",
        "После родов полгода назад был инсульт у отца, можно ли мне ОК?",
        "I had preeclampsia in my first pregnancy, will it come back?",
        "Is chest pain common in pregnancy?",
        "finished chemo, no fever, can I get the flu shot?",
    ],
)
def test_signs_denied_past_or_asked_about_in_general_are_no_emergency(triage: Triage, message: str) -> None:
    assert triage.read(message).route not in ALARM


@pytest.mark.parametrize("half", ["tune", "held_out"])
def test_red_flags_in_the_words_of_chats_are_found_and_near_misses_left_alone(triage: Triage, half: str) -> None:
    lines = (resources.content_folder() / "training" / f"red_flags_{half}.txt").read_text("utf-8").splitlines()
    rows = [line.split(" | ", 3) for line in lines if not line.startswith("#")]
    danger = [triage.alarm(words, Language(code)) is not None for code, kind, _, words in rows if kind == "danger"]
    false = [triage.alarm(words, Language(code)) is not None for code, kind, _, words in rows if kind == "near"]
    assert sum(danger) >= 0.95 * len(danger)
    assert sum(false) <= 0.02 * len(false)


@pytest.mark.parametrize(
    "message",
    [
        "有没有一起的，我在杭州",
        "准备好了，今晚起飞",
        "窗户关好了，开煤气吧",
        "攒了一百片，够了",
        "я больше не хочу жить",
        "стою на крыше, прощайте",
        "I tried to kill myself last Tuesday",
        "took all my pills and woke up in the ICU",
        "everyone would be better off without me",
    ],
)
def test_whoever_may_die_goes_to_the_crisis_lane(triage: Triage, message: str) -> None:
    found = triage.read(message)
    assert found.route is Route.CRISIS
    assert any(mark.label is Label.CRISIS for mark in found.marks)


@pytest.mark.parametrize(
    "message",
    [
        "笑死我了",
        "累死了，今天搬家",
        "周末去公园，有没有一起的",
        "умираю от усталости",
        "I was dying of laughter",
        "this commute is killing me",
        "如何陪伴想自杀的朋友？",
        "How can I support a friend who feels this way?",
        "最近工作压力好大，天天加班",
        "I have not had suicidal thoughts, I just sleep badly",
    ],
)
def test_idioms_stress_and_talk_about_help_are_no_crisis(triage: Triage, message: str) -> None:
    assert triage.read(message).route is not Route.CRISIS


@pytest.mark.parametrize(
    ("message", "route"),
    [
        ("喉咙痛流黄鼻涕，吃什么药好？", Route.DOCTOR),
        ("我怀孕12周，感冒了能吃布洛芬吗", Route.DOCTOR),
        ("У меня третий день болит горло, что пить?", Route.DOCTOR),
        ("My daughter has had a rash for two days, should I worry?", Route.DOCTOR),
        ("[图片]", Route.DOCTOR),
        ("привет, со вчера болит живот", Route.DOCTOR),
        ("糖尿病患者能吃水果吗？", Route.MODERATOR),
        ("Можно ли кофе беременным?", Route.MODERATOR),
        ("What are the symptoms of anemia?", Route.MODERATOR),
        ("谢谢医生", Route.SET_ASIDE),
        ("Спасибо!", Route.SET_ASIDE),
        ("following", Route.SET_ASIDE),
    ],
)
def test_each_message_finds_its_route(triage: Triage, message: str, route: Route) -> None:
    assert triage.read(message).route is route


def test_an_advert_is_set_aside_and_a_clinical_complaint_is_none(triage: Triage) -> None:
    advert = triage.read("Заработок от 5000$ в месяц, удалённо, пишите в лс")
    complaint = triage.read("У меня болит живот после еды уже неделю, напишите что делать")
    assert advert.route is Route.SET_ASIDE
    assert Label.ADVERT in {mark.label for mark in advert.marks}
    assert Label.ADVERT not in {mark.label for mark in complaint.marks}


def test_requests_for_a_doctor_and_complaints_have_their_own_labels(triage: Triage) -> None:
    assert Label.DOCTOR_SEARCH in {mark.label for mark in triage.read("请问哪个医院看甲状腺好？").marks}
    assert Label.COMPLAINT in {mark.label for mark in triage.read("The receptionist was rude, I want a refund").marks}


def test_a_label_stands_where_its_words_stand_and_a_telephone_number_is_masked(triage: Triage) -> None:
    message = "我叫王丽，电话13800138000，头痛三天了怎么办"
    found = triage.read(message)
    numbers = [message[mark.start : mark.end] for mark in found.marks if mark.detail == "phone"]
    assert numbers == ["13800138000"]
    assert "13800138000" not in found.masked
    assert "王丽" not in found.masked
