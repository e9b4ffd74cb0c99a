"""An account that a message names is masked in each network's own form, and so is the whole number of a bank card."""

import pytest

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.masking import mask
from publisher.services.veiling import Veil


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("[id12345678|Анна Петрова], а мне можно железо?", "[контакт 1], а мне можно железо?"),
        ("[id1:bp-55_77|Анна], а мне можно железо?", "[контакт 1], а мне можно железо?"),
        ("Спросите в [club123|нашей группе] или [public45|тут].", "Спросите в [контакт 1] или [контакт 2]."),
        ("спросите у @anna.bsky.social про дозу", "спросите у [контакт 1] про дозу"),
        ("@anna.bsky.social is it safe?", "[contact 1] is it safe?"),
        ("я бы написала @dr-maria.example.org. Она ответит", "я бы написала [контакт 1]. Она ответит"),
        ("спросите @petrova. Она знает.", "спросите [контакт 1]. Она знает."),
        ("问@anna.bsky.social可以吗", "问[联系方式1]可以吗"),
    ],
)
def test_nothing_of_an_account_is_left(gate: Gate, raw: str, masked: str) -> None:
    assert mask(raw, gate.cues).text == masked


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("[id12345678|Анна Петрова], а мне врач запретил железо", ("12345678", "Анна")),
        ("спросите у @anna.bsky.social про дозу", ("anna",)),
    ],
)
def test_a_model_is_sent_nothing_of_an_account(gate: Gate, text: str, hidden: tuple[str, ...]) -> None:
    veil = Veil(gate.cues)
    veil.learn(text, "ru")
    assert [one for one in hidden if one in veil.cover(text)] == []


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("карта 4276 3800 1234 5678", "карта [номер 1]"),
        ("плохо мне, карта Сбербанка 4276380012345678", "плохо мне, карта Сбербанка [номер 1]"),
        ("Переведите на карту 2202-2012-3456-7890, спасибо", "Переведите на карту [номер 1], спасибо"),
        ("Переведите сюда 2202 2012 3456 7890, спасибо", "Переведите сюда [номер 1], спасибо"),
        ("my card is 4276 3800 1234 5678", "my card is [ID 1]"),
        ("My debit card from the bank 4276380012345678, please", "My debit card from the bank [ID 1], please"),
        ("我的卡6222 0202 0001 1234 567，请转", "我的卡[证件号1]，请转"),
        ("建行卡号是6227001234567890123", "建行卡号是[证件号1]"),
        ("перевод 2202\u00a02012\u00a03456\u00a07890", "перевод [номер 1]"),
    ],
)
def test_a_card_number_is_masked_whole(gate: Gate, raw: str, masked: str) -> None:
    assert mask(raw, gate.cues).text == masked


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            Language.EN,
            "The clinic reported in 2019 2020 2021 2022 that births fell; 1800-2000 2200-2400 kcal are needed.",
        ),
        (Language.EN, "Doses of 2500 3000 3500 4000 units were compared (ORCID 0000-0002-1825-0097)."),
        (Language.RU, "По карте развития: 4000-8000 4500-9000 клеток в норме."),
        (Language.RU, "В карте давление 120-80 130-85 140-90 125-80, пульс 120 110 115 118 121."),
        (Language.ZH, "血常规白细胞4000-8000，血小板100-300。"),
    ],
)
def test_years_doses_and_ranges_are_no_cards(gate: Gate, language: Language, text: str) -> None:
    found = gate.check(text, CheckContext(language=language)).findings
    assert not [one for one in found if one.rule in ("PII-ID", "PII-CONTACT")]
