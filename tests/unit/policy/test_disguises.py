"""What an enemy does to a blocked sentence does not let it pass, and the place told is that of the text as given."""

import unicodedata
from collections.abc import Callable

import pytest

from publisher.domain.checking import CheckContext, Verdict
from publisher.domain.places import Language
from publisher.policy.folding import fold
from publisher.policy.gate import Gate
from publisher.policy.masking import mask

BLOCKED = {
    Language.RU: "Мы гарантируем полное выздоровление, пришлите анализы в личку.",
    Language.EN: "We guarantee a complete cure, take amoxicillin 500 mg twice a day.",
    Language.ZH: "我们保证根治糖尿病，你这是湿疹，擦激素药膏。",
}
_TO_LATIN, _TO_CYRILLIC = (
    str.maketrans("аеорсухАЕОРСХ", "aeopcyxAEOPCX"),
    str.maketrans("aeopcyxAEOPCX", "аеорсухАЕОРСХ"),
)


def _words(text: str, turn: Callable[[str], str]) -> str:
    return " ".join(turn(word) if len(word) > 4 else word for word in text.split(" "))


def _full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in text)


def _mathematical(text: str) -> str:
    return "".join(chr(0x1D41A + ord(one) - ord("a")) if "a" <= one <= "z" else one for one in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "letters of the other alphabet": lambda text: text.translate(_TO_LATIN if "М" in text else _TO_CYRILLIC),
    "zero-width joiners": "\u200d".join,
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "struck through": "\u0336".join,
    "right-to-left override": lambda text: f"\u202e{text}\u202c",
    "full width": _full_width,
    "mathematical letters": _mathematical,
    "spaced out": lambda text: "  ".join(" ".join(word) for word in text.split(" ")),
    "an emoji inside words": lambda text: _words(text, lambda word: f"{word[:3]}💊{word[3:]}"),
    "a star inside words": lambda text: _words(text, lambda word: f"{word[:3]}*{word[3:]}"),
    "a line for each word": lambda text: text.replace(" ", "\n"),
    "capitals": str.upper,
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
}
CASES = [(language, name) for language in BLOCKED for name in DISGUISES]


@pytest.mark.parametrize(("language", "name"), CASES, ids=[f"{language}-{name}" for language, name in CASES])
def test_a_disguise_hides_no_block(gate: Gate, language: Language, name: str) -> None:
    text = DISGUISES[name](BLOCKED[language])
    report = gate.check(text, CheckContext(language=language))
    assert report.verdict is Verdict.BLOCK
    for finding in report.findings:
        assert text[finding.start : finding.end] == finding.text or (finding.start, finding.end) == (0, 0)


@pytest.mark.parametrize(
    "text", ["我們保證根治糖尿病。", "我们保\n证根\n治糖尿病。", "我 们 保 证 根 治 糖 尿 病。", "我·们·保·证·根·治"]
)
def test_chinese_in_other_characters_or_pieces_is_read(gate: Gate, text: str) -> None:
    assert gate.check(text, CheckContext(language=Language.ZH)).verdict is Verdict.BLOCK


def test_folding_keeps_the_place_of_every_letter() -> None:
    text = "г\u200b а р а н т и р у е м 5㎎ и\u0306од"
    folded, offsets = fold(text, Language.RU)
    assert folded == "гарантируем 5mg йод"
    assert offsets is not None
    assert text[offsets[folded.index("й")]] == "и"


@pytest.mark.parametrize("number", ["1\u200b3\u200b8\u200d0013\u20608000", "１３８００１３８０００", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎"])
def test_a_disguised_telephone_is_masked_whole(gate: Gate, number: str) -> None:
    masked = mask(f"请打{number}找我", gate.cues, Language.ZH).text
    assert masked == "请打[电话1]找我"
