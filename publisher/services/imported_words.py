"""The words of an answer from outside as they are kept: what points to a patient is masked before anything is stored.

A question that tells of somebody, or names her, is masked like any message; in any other only numbers and contacts are.
The doctor's answer loses these and the patient herself: one in twenty of 2,658 real answers holds what looks like
another name, and nearly all are diseases, medicines and organisations.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from publisher.domain.places import Language
from publisher.policy.gate import Gate
from publisher.policy.matching import Finder
from publisher.policy.text import Text
from publisher.services.triaging import triage_of

_SIGNS = ("personal", "case", "own_case")
_SOMEBODY = re.compile(
    r"[\d@]|\b(?:he|she|his|her|hers|him|patient|mr|mrs|ms|miss|он|она|его|ее|её|ей|ему|пациент\w*)\b|[他她]|病人|女士|先生",
    re.IGNORECASE,
)
_NUMBER = r"@|(?:\d\D{0,3}){5}|[零〇一二三四五六七八九幺]{7}|号码"
_CONTACT = (
    r"(?:微|薇|威)信|加.?v|\b(?:wx|vx|qq|wechat|telegram|insta|skype|snapchat|viber|whats ?app|телег|инст|скайп)"
    r"|\b(?:vk|вк|тг)\b|собака|\bat\b.{0,40}\bdot\b"
)
_BORN = (
    r"(?:\bborn|\bbirth|\bd\.?o\.?b\b|родил|рожд|出生|生日|生于)\D{0,20}\d|\d\D{0,8}(?:\bг\.?\s?р\b|г/р|рожд|生人|出生)"
)
_HOME = (
    r"\b(?:liv(?:e|es|ed|ing)|resid(?:e|es|ed|ing)|staying|moved|home is|house is|address|жив\w{1,4}|прожива\w+"
    r"|прописан\w*|адрес\w{0,2}|переехал\w?)\b.{0,60}\d|(?:住|址|搬[到去])"
    r"|\d.{0,60}\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|terrace|square"
    r"|crescent|close|parkway|highway|apt|suite|flat)\b|\bbox\s?\d"
    r"|\b(?:ул(?:\.|иц)|просп|пр(?:\.|-т)|пер(?:\.|еул)|шоссе|ш\.|бул(?:\.|ьвар)|наб(?:\.|ереж)).{0,60}\d"
    r"|[路街道巷弄同区园寓新村]\s?\d"
)
_GREETED = (
    r"\A\W{0,3}(?:dear|hi|hello|hey|greetings|good|thank|уважаем|дорог|милая|госпо|г-[жн]|здравств|привет|добр|спасибо|亲爱|尊敬)"
    r"|\A.{0,40}\b(?:hello|hi|good|здравств|привет|добр)|\A.{0,14}(?:[您你]好|女士|先生|小姐|太太|阿姨|大[爷妈姐]|同学|奶奶|爷爷)"
)
_SUSPECT = Finder(f"(?i){_NUMBER}|{_CONTACT}|{_BORN}|{_HOME}|{_GREETED}")
_SECONDS = 0.5


@dataclass(frozen=True)
class Named:
    """The names of a question with the numbers of their stand-ins; `sure` are those that are surely somebody's."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    sure: tuple[str, ...] = ()


def both(gate: Gate, asked: str, answered: str, language: Language) -> tuple[str, str]:
    """The question and its answer as they are kept; whom the question surely names is masked in the answer too."""
    words, named = _asked(gate, asked, language)
    return words, answer(answered, language, named)


def question(gate: Gate, words: str, language: Language) -> str:
    """The question as it is kept."""
    return _asked(gate, words, language)[0]


def answer(words: str, language: Language, named: Named | None = None) -> str:
    """The answer as it is kept; `named` is who its question names. What shows no sign of a patient is not read."""
    from publisher.policy.masking import mask_answer

    named = named or Named()
    return mask_answer(words, language, named.numbers, named.sure) if named.sure or _is_suspect(words) else words


def _asked(gate: Gate, words: str, language: Language) -> tuple[str, Named]:
    """The question as it is kept, and who is named there."""
    from publisher.policy.masking import mask, mask_numbers  # lists of names only where a name is masked
    from publisher.policy.personal.surely import may_be_somebody, sure_part

    if not _is_read(gate, words, language):
        return mask_numbers(words, language), Named()

    def is_name(text: Text, start: int, end: int) -> bool:
        return may_be_somebody(text, start, end) and not _is_a_medicine(text.raw[start:end], language)

    masked = mask(words, gate.cues, language, is_name)
    text = Text(words, language)
    numbers: dict[str, int] = {}
    sure: list[str] = []
    for (kind, start, end), (_, *place) in zip(masked.found, masked.places, strict=True):
        if kind == "name":
            number = int(re.findall(r"\d+", masked.text[slice(*place)])[-1])
            numbers.setdefault(words[start:end], number)
            part = sure_part(text, start, end)
            while part and " " in part and _is_a_medicine(part.rsplit(" ", 1)[1], language):
                part = part.rsplit(" ", 1)[0]
            if part:
                numbers.setdefault(part, number)
                sure.append(part)
    return masked.text, Named(numbers, tuple(dict.fromkeys(sure)))


def _is_a_medicine(words: str, language: Language) -> bool:
    """Whether this is a medicine, a food or a test that the reader of answers knows."""
    from vectorstore.lexicon import lexicon

    return any(pattern.match(words) for pattern in lexicon(language).entities.values())


def _is_suspect(words: str) -> bool:
    try:
        return _SUSPECT.stands_in(words, _SECONDS)
    except TimeoutError:
        return True


def _is_read(gate: Gate, words: str, language: Language) -> bool:
    return tells_of_somebody(gate, words, language) or names_somebody(words, language)


def tells_of_somebody(gate: Gate, words: str, language: Language) -> bool:
    if _SOMEBODY.search(words):
        return True
    signs = triage_of(gate).signs(Text(words, language).folded, language)
    return any(signs[name] for name in _SIGNS)


def names_somebody(words: str, language: Language) -> bool:
    """Whether somebody's name seems to stand there, though nothing is said of her; read by what costs little."""
    from publisher.policy.personal.surely import names_somebody as found

    return found(words, language)


def read_together(gate: Gate, questions: Iterable[tuple[str, Language]]) -> None:
    """Read the Chinese questions of a batch at once, which takes two thirds of the time."""
    from publisher.policy.personal.names import remember

    chinese = (one for one in questions if one[1] is Language.ZH)
    remember(words for words, language in chinese if _is_read(gate, words, language))
