"""The patient in the words of who answers her: greeted by name, or called what her own question called her.

Nothing else that looks like a name is one there: nearly all are diseases, medicines and organisations.
"""

import re
from collections.abc import Iterable, Iterator

from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.personal import chinese_names, english_names, russian_names
from publisher.policy.personal.chat_cues import ENDS_RU, FIRST_RU
from publisher.policy.personal.name_cues import NOT_NAMES, SURNAMES_ZH
from publisher.policy.personal.names import is_eponym
from publisher.policy.text import Text

_GREETING = 200  # characters within which an answer greets
_CAP_EN = r"[A-ZÀ-ÖØ-ÞŠŽĀ-Ž](?:['’][A-Z])?[a-zà-öø-ÿšžā-ž’\-]+(?:-[A-Z][a-z]+)?"
_CAP_RU = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_GREETED_RU = r"здравствуйте|привет(?:ствую)?|добр(?:ый|ого|ое|ой)\s(?:день|дня|вечера?|утро|утра|ночи|времени суток)"
_TITLE_ZH = r"女士|先生|小姐|太太|阿姨|大爷|大妈|大姐|同学|奶奶|爷爷"
_SURNAME_ZH = rf"(?:欧阳|司马|上官|诸葛|[{SURNAMES_ZH}])"

_first_ru = re.compile(rf"(?i:{FIRST_RU}){ENDS_RU}")
_after_a_stop = re.compile(rf"^\W{{0,3}}(?i:{_GREETED_RU})[.!\s]+(?P<name>{_CAP_RU}(?:\s+{_CAP_RU}){{0,2}})(?=[,!])")
_before_a_dash = re.compile(
    rf"^\W{{0,3}}(?i:{_GREETED_RU}|спасибо),?\s+(?P<name>{_CAP_RU}(?:\s+{_CAP_RU}){{0,2}})(?=\s*[:—–-])"
)
_greeting: dict[Language, tuple["re.Pattern[str]", ...]] = {
    Language.EN: (
        re.compile(
            r"^\W{0,3}(?i:dear|hi|hello|hey|greetings|good (?:morning|day|afternoon|evening)|thanks|thank you)"
            r"(?: there)?,?\s+"
            rf"(?:(?:Mrs|Mr|Ms|Miss|Mx)\.?\s+)?(?P<name>{_CAP_EN}(?:\s+(?:[A-Z]\.\s?)?{_CAP_EN}){{0,2}})"
            r"(?=\s*(?:[,.!:;\n—–-]|$))"
        ),
        re.compile(rf"^\W{{0,3}}(?P<name>{_CAP_EN}(?:\s+{_CAP_EN}){{0,2}}),?\s+(?i:hello|hi|good (?:morning|day))\b"),
    ),
    Language.RU: (
        re.compile(
            rf"^\W{{0,3}}(?i:(?:{_GREETED_RU}|спасибо)[,\s]+)?(?i:уважаем(?:ая|ый)|дорог(?:ая|ой)|милая|госпожа|господин|г-жа|г-н)\s+"
            rf"(?:госпожа\s|господин\s)?(?P<name>{_CAP_RU}(?:\s+{_CAP_RU}){{0,2}})(?![\w-])"
        ),
        re.compile(
            rf"^\W{{0,3}}(?i:{_GREETED_RU}|спасибо),?\s+(?P<name>{_CAP_RU}(?:\s+{_CAP_RU}){{0,2}})"
            r"(?=\s*(?:[.!;\n]|$|,(?!\s*(?:как|котор\w+|и|или|а также|например)\b)))"
        ),
        _after_a_stop,
        _before_a_dash,
        re.compile(rf"^\W{{0,3}}(?P<name>{_CAP_RU}(?:\s+{_CAP_RU}){{0,2}}),?\s+(?i:{_GREETED_RU})\b"),
    ),
    Language.ZH: (
        re.compile(
            rf"^[^\w]{{0,3}}(?:尊敬的|亲爱的)?(?P<name>{_SURNAME_ZH}[\u4e00-\u9fff]{{0,2}}?)(?:{_TITLE_ZH})?[，,：:]?\s?[您你]好"
        ),
        re.compile(
            rf"^[^\w]{{0,3}}(?:[您你]好[，,！!。\s]*)?(?:尊敬的|亲爱的)?(?P<name>{_SURNAME_ZH}[\u4e00-\u9fff]{{0,2}}?)(?:{_TITLE_ZH})(?!们)"
        ),
    ),
}
_NOBODY = re.compile(
    r"(?i)^(?:parents?|mum|mom|mama|mother|dad|father|colleagues?|members?|customers?|users?|ladies|everybody|folks|dr|prof|"
    r"professor|nurse|you|your|for|yes|please|коллег\w*|пациент\w*|доктор\w*|врач\w*|друзья|друг|подруг\w*|мам\w*|пап\w*|"
    r"читател\w*|родител\w*|автор\w*|гост\w*|девушк\w*|женщин\w*|мужчин\w*|будущ\w*|да|нет)\b"
)
_ENDING_RU = r"(?:ого|ому|ою|ей|ой|ем|ом|ым|ых|их|им|ию|ия|ии|ий|[аеиоуыьюяй])"
_stem_ru = re.compile(rf"(?<=\w\w){_ENDING_RU}$")
_SHORTEST = 3  # characters of a part that is looked for by itself


def greeted(text: Text) -> Iterator[tuple[int, int]]:
    """The name of whom the text greets in its first words; a colleague with her title is no patient."""
    opening = text.raw[:_GREETING]
    for pattern in _greeting[text.language]:
        for match in every(pattern, opening):
            start, end = match.span("name")
            words = match.group("name").split()
            if not any(map(_is_common, words)) and not is_eponym(text, start, end) and _is_called(pattern, words):
                yield start, end


def _is_called(pattern: "re.Pattern[str]", words: list[str]) -> bool:
    """A new sentence, or what a dash explains, may be anything: there the first word must be a known first name."""
    return pattern not in (_after_a_stop, _before_a_dash) or _first_ru.fullmatch(words[0]) is not None


def called_again(text: Text, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of these names stands, whole or a part of it, in any case of Russian.

    A part that the text also writes in small letters is a common word, and one before a disease names the disease.
    """
    for name in names:
        for part in parts(name, text.language):
            pattern = re.compile(_anywhere(part, text.language))
            if (
                part != name
                and text.language is not Language.ZH
                and re.search(_anywhere(part.lower(), text.language), text.raw)
            ):
                continue
            for match in pattern.finditer(text.raw):
                start, end = match.span()
                if not is_eponym(text, start, end) and not english_names.followed_by_a_term(text.raw, end):
                    yield start, end


def parts(name: str, language: Language) -> list[str]:
    """The name, and what of it stands for the same person: each longer word, or a Chinese surname with a title."""
    if language is Language.ZH and not name.isascii():
        titled = re.match(rf"{_SURNAME_ZH}(?=[\u4e00-\u9fff]{{1,2}}$)", name)
        return [name, *([f"{titled.group()}{title}" for title in _TITLE_ZH.split("|")] if titled else ())]
    words = [word for word in re.findall(r"[\w'’-]+", name) if len(word) >= _SHORTEST and word[0].isupper()]
    return list(dict.fromkeys([name, *(word for word in words if not _is_common(word))]))


def _anywhere(part: str, language: Language) -> str:
    if language is Language.RU:
        words = r"\s+".join(re.escape(_stem_ru.sub("", word)) + f"{_ENDING_RU}?" for word in part.split())
        return rf"(?<![\w-]){words}(?![\w-])"
    return re.escape(part) if language is Language.ZH and not part.isascii() else rf"(?<!\w){re.escape(part)}(?!\w)"


def _is_common(word: str) -> bool:
    """Whether a capitalised word is a heading's, opens common sentences, or calls a reader what everybody is called."""
    if _NOBODY.match(word) or NOT_NAMES.match(word):
        return True
    if chinese_names.NOT_NAMES.match(word) or english_names.is_a_heading(word):
        return True
    return word[0] in "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" and not russian_names.can_hold_a_name(word)
