"""Names in another alphabet than the words around: “Меня зовут Li Wei”, “врач 王丽”, “我老公Sergei”, “my husband Иван”.

After a word that says a name comes, any word in other letters is one; after a relative or a doctor a Latin word must
look like a name, for a medicine may stand there as well.
"""

import re
from collections.abc import Iterator

from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.personal import chinese_names, latin_names
from publisher.policy.personal.chat_cues import DOCTOR_RU, HELPER_EN, RELATIVE_EN, RELATIVE_RU
from publisher.policy.personal.name_cues import SURNAMES_ZH

_LATIN = r"[A-ZÀ-Ž][a-zà-ž'’\-]+(?:[ ·.][A-ZÀ-Ž][a-zà-ž'’\-]*){0,2}"
_ANY_LATIN = r"[A-Za-zÀ-ž][a-zà-ž'’\-]+(?:[ ·.][A-Za-zÀ-Ž][a-zà-ž'’\-]*){0,2}"
_CYRILLIC = r"[А-ЯЁ][а-яё\-]+(?:[ ·][А-ЯЁ][а-яё\-.]*){0,2}"
_HAN = r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
_SURNAMED = rf"(?=[{SURNAMES_ZH}]|欧阳|司马|上官|诸葛){_HAN}"
_CALLED_ZH = r"(?:我叫|名叫|他叫|她叫|小名叫?|(?<!药)(?<!药的)名字(?:是|叫)?|姓名)\s?[:：是]?\s?"
_RELATIVE_ZH = (
    r"(?:患者|病人|产妇|患儿|联系人|老公|老婆|丈夫|妻子|爱人|儿子|女儿|孩子|宝宝|妈妈|爸爸|母亲|父亲|婆婆|公公|哥哥?|弟弟?|姐姐?|妹妹?|男友|女友|朋友|同事|"
    r"邻居|奶奶|爷爷|外婆|外公|医生|大夫|护士|教授|老师|我是|这是)\s?"
)
_TITLE_ZH = r"(?=\s?(?:医生|大夫|先生|女士|小姐|太太|教授|护士|阿姨|叔叔))"
_CALLED_RU = r"(?i:\b(?:зовут(?: меня| е[её]| его)?|меня звать|по имени|имя|фио))\s*:?\s+"
_CLOSE_RU = (
    rf"(?i:\b(?:{RELATIVE_RU}|{DOCTOR_RU}|врач\w{{0,2}}|пациентк?\w{{0,2}}|доктор\w{{0,2}}|гинеколог\w{{0,2}}))\s+"
)
_CALLED_EN = r"(?i:\b(?:name is|name['’]s|name:|named|called|patient|dr\.?|doctor|mrs?\.?|ms\.?))\s*:?,?\s+"
_CLOSE_EN = rf"\b(?i:{RELATIVE_EN}|{HELPER_EN}|i am|i['’]m|this is),?\s+"
_SURE: dict[Language, tuple["re.Pattern[str]", ...]] = {
    Language.ZH: (
        re.compile(rf"{_CALLED_ZH}(?P<name>{_ANY_LATIN}|{_CYRILLIC})"),
        re.compile(rf"{_RELATIVE_ZH}(?P<name>{_CYRILLIC})"),
        re.compile(rf"(?P<name>{_LATIN}|{_CYRILLIC}){_TITLE_ZH}"),
    ),
    Language.RU: (
        re.compile(rf"{_CALLED_RU}(?P<name>{_LATIN}|{_HAN})"),
        re.compile(rf"{_CLOSE_RU}(?P<name>{_SURNAMED})"),
    ),
    Language.EN: (re.compile(rf"(?:{_CALLED_EN}|{_CLOSE_EN})(?P<name>{_CYRILLIC}|{_SURNAMED})"),),
}
_LIKELY: dict[Language, "re.Pattern[str]"] = {
    Language.ZH: re.compile(rf"{_RELATIVE_ZH}(?P<name>{_LATIN})"),
    Language.RU: re.compile(rf"{_CLOSE_RU}(?P<name>{_LATIN})"),
}
_remedy = re.compile(r".*[素丸散药汤膏片油草茶粉酒水汁液剂炎病癌症]$")
_saying = re.compile(r".*[不没了吗呢的很吐咳疼痛烧晕]")
"""Characters of what is said of somebody, which hardly ever stand in a name."""
_abbreviation = re.compile(r"[A-Za-z]{2}$")
_NONE = (_remedy, _saying, _abbreviation, chinese_names.NOT_NAMES)
_other = {
    Language.ZH: re.compile(r"[A-Za-zА-яЁё]{2}"),
    Language.RU: re.compile(r"[A-Z][a-z]|[\u4e00-\u9fff]{2}"),
    Language.EN: re.compile(r"[А-яЁё]{2}|[\u4e00-\u9fff]{2}"),
}


def names(raw: str, language: Language) -> Iterator[tuple[int, int]]:
    if _other[language].search(raw) is None:
        return
    for pattern in _SURE[language]:
        for match in every(pattern, raw):
            name = match.group("name")
            if not any(one.match(name) for one in _NONE):
                yield match.span("name")
    for match in every(_LIKELY[language], raw) if language in _LIKELY else ():
        words = re.findall(r"[\w'’-]+", match.group("name"))
        for count in range(len(words), 0, -1):
            known = _is_known(*words[:count])
            if known:
                yield (
                    match.start("name"),
                    match.start("name") + match.group("name").index(words[count - 1]) + len(words[count - 1]),
                )
                break


def _is_known(*words: str) -> bool:
    """Whether Latin words look like a name; three capitalised words name nothing else behind a person."""
    if len(words) == 1:
        return latin_names.stands_alone(words[0]) or latin_names.is_pinyin(words[0])
    return latin_names.is_name(*words) or (len(words) > 2 and min(map(len, words)) > 1)
