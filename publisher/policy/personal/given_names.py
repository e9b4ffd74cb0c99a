"""Given names standing alone in a sentence: from the lists of names, or an unlisted capitalised word that does what
only a person does. A word that is also a common word needs a cue elsewhere; eponyms, drugs and places are left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from publisher.domain.places import Language
from publisher.policy.matching import every
from publisher.policy.personal.english_names import followed_by_a_term, is_a_heading

_WORDS = Path(__file__).parent / "words"


def _words(name: str) -> frozenset[str]:
    return frozenset((_WORDS / name).read_text(encoding="utf-8").split())


WORDS_EN = _words("given_names_that_are_words_en.txt")
"""Given names that are common words too."""

_LISTED_EN = _words("first_names_en.txt") - WORDS_EN
_STEMS_RU = sorted((stem for stem in _words("first_names_ru.txt") if len(stem) >= 5), key=len, reverse=True)
_WORDS_RU = (
    r"(?!(?:Роман|Любов|Надежд|Виктори|Владимир|Милан|Максим(?:ум|ал)|Констант[аы]|Павлин|Поли[не]|Карин|Капитал)\w*)"
)
_capital_en = re.compile(r"(?<![\w@#/.'’&-])[A-ZÀ-Ý][a-zà-ÿ]{2,}(?:-[A-Z][a-z]+)?(?![\w@/-])")
_place_after_en = re.compile(
    r"\s(?:Street|Road|Hospital|House|Clinic|Centre|Center|Avenue|Park|Ward|County|[A-Z]{2,}\b)"
)
_acting_en = re.compile(
    r"(?<![\w@#/.'’&-])(?P<name>[A-Z][a-z]{2,})(?= (?:fainted|collapsed|miscarried|died|woke|wakes|swears|wants|phoned|"
    r"rang|texted|cried|thinks|says|said|told me|told us|asked (?:me|if|for)|and I (?:both|have|are|were|went)|"
    r"won't take|"
    r"stopped (?:his|her)|lost (?:his|her)|has been (?:diagnosed|admitted|sick|ill)|"
    r"is (?:pregnant|autistic|nine|on dialysis)|knows (?:about|that|who))\b)"
)
_met_en = re.compile(
    r"\b(?:heard from|drove|praying for|sat with|love to|text|met|visited|poor|married|ring|our little|"
    r"baby|where is)\s(?P<name>[A-Z][a-z]{2,})\b(?! (?:[A-Z]|[Ss]yndrome|disease))"
)
_titled_en = re.compile(r"\b(?:[Mm]rs?|[Mm]s|[Dd]r|[Mm]iss)\.? (?P<name>[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b")
_listed_ru = re.compile(
    rf"(?<![\w«@#-]){_WORDS_RU}(?P<name>(?=[А-ЯЁ])(?i:{'|'.join(_STEMS_RU)})"
    r"(?:а|я|ы|и|е|у|ю|ой|ей|ию|ия|ии|ий|ь|ом|ем|ю|ью)?)(?![\w-])(?! (?:Перв|Втор|Трет|Велик)\w+)"
)
_NICK_RU = (
    r"Гал(?:я|и|е|ю|ей)|Кат(?:я|и|е|ю|ей)|Маш(?:а|и|е|у|ей)|Даш(?:а|и|е|у|ей)|Саш(?:а|и|е|у|ей)|Паш(?:а|и|е|у|ей)|"
    r"Миш(?:а|и|е|у|ей)|Ол(?:я|и|е|ю|ей)|Юл(?:я|и|е|ю|ей|ин|ина)|Тан(?:я|и|е|ю|ей)|Ван(?:я|и|е|ю|ей)|Вов(?:а|ы|е|у|ой)|"
    r"Кол(?:я|и|е|ю|ей)|Тол(?:я|и|е|ю|ей)|Вит(?:я|и|е|ю|ей)|Сан(?:я|и|ю|ей)|Л[её]ш(?:а|и|е|у|ей)|Тём(?:а|ы|е|у|ой)|"
    r"Ст[её]п(?:а|ы|е|у|ой)|Кс[её]н(?:я|и|е|ю)|Ксюш(?:а|и|е|у|ей)|Рит(?:а|ы|е|у|ой)|Вик(?:а|е|у|ой)|Люб(?:а|е|у)|"
    r"Люд(?:а|ы|е|у|ой)|Глеб(?:а|у|е|ом)?|Нин(?:а|ы|е|у|ой)|Анн(?:а|ы|е|у|ой)|Ин(?:на|ны|не|ну|ной)|Ир(?:а|ы|е|у|ой)|"
    r"Лен(?:а|ы|е|у|ой)|Нат(?:а|ы|у)|П[её]тр(?:а|у|ом)?|Пет(?:я|и|е|ю|ей)|Дим(?:а|ы|е|у|ой)|Игор(?:ь|я|ю|ем)|Олег(?:а|у|е|ом)?|"
    r"(?:Ан|Тан|Ол|Юл|Вал|Гал|Соне|Кат|Маш|Саш|Надеж|Наст|Вер|Ир|Свет|Лен|Нин|Лиз|Зин|Дим|Ван|Вас|Пет|Кол|Миш)"
    r"(?:[её]|о)?(?:чк|ньк|юшк)(?:а|и|е|у|ой)"
)
_nick_ru = re.compile(rf"(?<![\w«@#-])(?P<name>(?:{_NICK_RU}))(?![\w-])(?! (?:Перв|Втор|Трет|Велик)\w+)")
_diminutive_ru = re.compile(
    r"(?<![\w«@#-])(?P<name>(?:Людк|Наташк|Светк|Ленк|Вовк|Сашк|Женьк|Танюх|Колян|Серёг|Серег|Димон|Толян|Светик|"
    r"Егорк|Андрюх|Юрк|Васьк|Ирк|Машк|Дашк|Катьк|Юльк|Нинк|Гальк|Тоньк|Любк|Павлик|Костик|Славик|Толик)"
    r"(?:а|и|у|е|ой|ы|ом)?)(?![\w-])"
)
_patronymic_ru = re.compile(
    r"(?<![\w-])(?!(?:Уровн|Ровн|Основн|Духовн|Церковн|Чиновн|Виновн|Любовн|Кровн|Паралич|Кирпич|Москвич|Обыч|Полномоч|"
    r"Физич|Прич|Наруж)\w*)(?P<name>[А-ЯЁ][а-яё]{2,}(?:[ое]вн(?:а|ы|е|у|ой)|ичн(?:а|ы|е|у|ой)|"
    r"(?:ови|еви|ьи|алы|аны|рови)ч(?:а|у|ем|е)?|лыч(?:а|у|ем|е)?|ныч(?:а|у|ем|е)?))(?![\w-])"
)
_FIRST_RU = "|".join([*_STEMS_RU, "анн", "нин", "олег", "игор", "ирин", "иван", "пётр", "петр", "юри", "илья"])
_capitals_ru = re.compile(
    r"(?<![\w-])(?P<name>[А-ЯЁ]{3,}(?:ОВ|ЕВ|ЁВ|ИН|ЫН|ОВА|ЕВА|ЁВА|ИНА|СКИЙ|СКАЯ|ЕНКО|ЧУК|ЯН|ДЗЕ|ИЧ) "
    rf"(?i:{_FIRST_RU})[А-ЯЁ]{{0,3}}"
    r"(?: [А-ЯЁ]{3,}(?:ИЧ|НА|НЫ|НЕ|ИЧА|ИЧУ))?|[А-ЯЁ]{3,} [А-ЯЁ]{3,}(?:ОВНА|ЕВНА|ИЧНА|ОВИЧ|ЕВИЧ|ЬИЧ))(?![\w-])"
)
_surname_ru = re.compile(
    r"(?i:\b(?:заведующ\w{2,3}|медсестр\w{1,2}|лечусь у|наблюдаюсь у|ходила? к|лежу у|записал\w* к|была? у))\s"
    r"(?P<name>[А-ЯЁ][а-яё]+(?:ов|ев|ин|ова|ева|ина|ой|ым|енко|ко|ский|ская|а|ян|ц|м)(?:а|у|ом)?)(?![\w-])"
)


def alone(raw: str, language: Language) -> Iterator[tuple[int, int]]:
    """Places of given names, patronymics and names in capitals that no other detector needs a neighbour for."""
    if language is Language.EN:
        yield from _english(raw)
    elif language is Language.RU:
        for pattern in (_listed_ru, _nick_ru, _diminutive_ru, _patronymic_ru, _capitals_ru, _surname_ru):
            for match in every(pattern, raw):
                yield match.span("name")


def _english(raw: str) -> Iterator[tuple[int, int]]:
    for match in _capital_en.finditer(raw):
        if match.group().lower() in _LISTED_EN and not _belongs_to_a_term(raw, match.end()):
            yield match.span()
    for pattern in (_acting_en, _met_en, _titled_en):
        for match in every(pattern, raw):
            if not is_a_heading(match.group("name")) and not _belongs_to_a_term(raw, match.end("name")):
                yield match.span("name")


def _belongs_to_a_term(raw: str, end: int) -> bool:
    return followed_by_a_term(raw, end) or _place_after_en.match(raw, end) is not None
