"""Which names are surely somebody's: said so, a relative's, or known first names.

What only a tagger takes for a name is as often a medicine: of 79 Russian brands it takes 53 for people.
"""

import re

from publisher.domain.places import Language
from publisher.policy.personal import english_names, latin_names, names
from publisher.policy.personal.chat_cues import ENDS_RU, FIRST_RU, RELATIVE_EN
from publisher.policy.personal.name_cues import SURNAMES_ZH
from publisher.policy.text import Text

_surname_zh = re.compile(
    rf"(?:^|[，,。！？!?；;：:\s]|[您你]好|请问|[问给让和跟叫替帮我])(?:欧阳|司马|上官|诸葛|[{SURNAMES_ZH}])[\u4e00-\u9fff]{{1,2}}"
    r"(?=[能可会要想是的吃喝怀得在有该应需现今刚服患怎为做用去问说，,：:]|$)"
)
_next_word = re.compile(r"[ -][A-Z][a-z]+")

_BEFORE = 40  # characters in which what says that a name follows must stand
_NEAR_RU = (
    r"муж|жена|сын|дочь|дочка|доченька|сыночек|мама|папа|мать|отец|брат|сестра|бабушка|дедушка|внук|внучка|подруга|друг|"
    r"племянник|племянница|свекровь|т[её]ща|т[её]тя|дядя|соседка|сосед|коллега"
)
"""As who acts: “дочке Нурофен” and “ребёнку Панадол” tell of a medicine."""
_near_ru = re.compile(rf"(?i)\b(?:{_NEAR_RU})\s*$")
_takes_ru = re.compile(
    r"(?i)\s+(?:(?:не|уже|тоже|ещё|еще|больше|плохо|хорошо)\s+)*(?:перенос|пь[её]т|пил|выпи|приним|приня|ест|ел|съел|получа|"
    r"куп|употребля|пьют|мож|дал|да[её]т)"
)
"""Behind “сын Элевит”: what the relative does with a medicine."""
_said: dict[Language, "re.Pattern[str]"] = {
    Language.RU: re.compile(
        r"(?i)(?:\b(?:зовут|звать|по имени|имя|фио|подпись)(?:\s+(?:меня|е[её]|его))?\s*[:—–-]?|\bя\s*[—–-]|"
        r"\b(?:пациентк?[аиуео]\w{0,2}|госпож\w|господин\w?|г-жа|г-н))\s*$"
    ),
    Language.EN: re.compile(
        r"(?i)(?:\b(?:name(?:['’]?s|\sis|\s?:)|named|called|i am|i['’]m|this is|signed,?|sincerely,?|regards,?|mrs?\.?|"
        rf"ms\.?|miss|patient)|(?<!to )(?<!giv)(?<!give )(?<!gave )(?<!giving )\bmy (?:{RELATIVE_EN}),?)\s*$"
    ),
    Language.ZH: re.compile(
        r"(?:我叫|名叫|[他她]叫|小名叫?|名字[叫是]|姓名|本人|我是|患者|病人|孕妇|产妇|患儿|老公|老婆|丈夫|妻子|爱人|儿子|女儿|"
        r"妈妈|爸爸|母亲|父亲|朋友)\s?[:：是]?\s?$"
    ),
}
_first_ru = re.compile(rf"(?i:{FIRST_RU}|ирин|иван|юри){ENDS_RU}")
_patronymic_ru = re.compile(r"(?i)\w{2,}(?:[ое]вн(?:а|ы|е|у|ой)|ичн(?:а|ы|е|у|ой)|(?:ов|ев|ь)ич(?:а|у|ем|е)?)")
_initials_ru = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_surname_ru = re.compile(
    r"(?i)\w{2,}(?:[оеё]в(?:а|ой|у|ым|е)|[сц]к(?:ий|ая|ой|ого|ому|им|ую)|[ео]нко|чук(?:а|у|ом)?|дзе|швили|ян|[оеё]в)"
)
_surname_in_ru = re.compile(r"(?i)\w{2,}[иы]н(?:а|у|ой|ым|е)?")
_his_ru = re.compile(r"(?i)\w+[иы]н")
_her_ru = re.compile(r"(?i)(?!илья|никита|савва|фома|кузьма|лука)\w+[ая]")
_titled_zh = re.compile(
    r"\s?(?:女士|先生|小姐|太太|阿姨|大爷|大妈|同学|医生|大夫|主任|教授|[，,、（(\s]*(?:男|女|\d{1,3}岁|今年)|[问说])"
)
_full_zh = re.compile(rf"(?:欧阳|司马|上官|诸葛|[{SURNAMES_ZH}])[\u4e00-\u9fff]{{1,2}}")


def is_somebody(text: Text, start: int, end: int) -> bool:
    """Whether what was taken for a name there surely is one: somebody says so, or it holds a known first name."""
    if _is_said(text, start, end):
        return True
    name = text.raw[start:end]
    if text.language is Language.ZH and not name.isascii():
        return _full_zh.fullmatch(name) is not None and _titled_zh.match(text.raw, end) is not None
    words = re.findall(r"[\w'’-]+", name)
    if text.language is Language.RU:
        if _initials_ru.search(name) or any(map(_patronymic_ru.fullmatch, words)):
            return True
        if any(map(_first_ru.fullmatch, words)):
            return True
    return any(map(latin_names.stands_alone, words))


def sure_part(text: Text, start: int, end: int) -> str | None:
    """What of a name is somebody's: behind a Russian first name nobody's surname may stand, but what she takes
    (“Анна Элевит пьёт”)."""
    if not is_somebody(text, start, end):
        return None
    name = text.raw[start:end]
    words = name.split()
    if text.language is Language.RU and not _is_said(text, start, end):
        while len(words) > 1 and not _belongs_to_a_name(words[-1], words[0]):
            words.pop()
    return " ".join(words)


def _is_said(text: Text, start: int, end: int) -> bool:
    before = text.raw[max(0, start - _BEFORE) : start]
    if text.language is Language.RU and _near_ru.search(before):
        return _takes_ru.match(text.raw, end) is None
    return _said[text.language].search(before) is not None


def _belongs_to_a_name(word: str, first: str) -> bool:
    if _his_ru.fullmatch(word) and _her_ru.fullmatch(first):
        return False
    known = (_first_ru, _patronymic_ru, _surname_ru, _surname_in_ru)
    return "." in word or any(pattern.fullmatch(word) for pattern in known)


def may_be_somebody(text: Text, start: int, end: int) -> bool:
    """The same for the text of who asks, who must not be known from it: also a surname by its ending.

    A Russian word that nothing but a tagger takes for a name is none.
    """
    if text.language is not Language.RU or is_somebody(text, start, end):
        return True
    words = re.findall(r"[\w'’-]+", text.raw[start:end])
    return any(_surname_ru.fullmatch(word) or word[0] > "я" for word in words)


def names_somebody(words: str, language: Language) -> bool:
    """Whether a text that says nothing of anybody names somebody all the same, found by what costs little."""
    if language is Language.ZH:
        return _surname_zh.search(words) is not None
    if language is Language.RU:
        text = Text(words, language)
        return any(is_somebody(text, item.start, item.end) for item in names.names(text))
    return any(not _names_a_disease(words, end) for _, end in latin_names.names(words))


def _names_a_disease(words: str, end: int) -> bool:
    following = _next_word.match(words, end)
    ends = (end, following.end()) if following else (end,)
    return any(english_names.followed_by_a_term(words, one) for one in ends)
