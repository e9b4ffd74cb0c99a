"""A medicine is no patient: none vanishes from a Russian question or its answer, whoever is named beside it."""

import pytest

from publisher.domain.places import Language
from publisher.services import imported_words
from tests.support.clinic import Clinic

# in the nominative and the genitive
_WRITTEN = """
/ Панадол/Панадола Парацетамол/Парацетамола Нурофен/Нурофена Ибупрофен/Ибупрофена Элевит/Элевита
Клексан/Клексана Фраксипарин/Фраксипарина Нифедипин/Нифедипина Допегит/Допегита Метилдопа/Метилдопы
Смекта/Смекты Йодомарин/Йодомарина Фемибион/Фемибиона Дюфастон/Дюфастона Утрожестан/Утрожестана Витрум/Витрума
Магнелис/Магнелиса Мальтофер/Мальтофера Сорбифер/Сорбифера Ферретаб/Ферретаба Тардиферон/Тардиферона
Актовегин/Актовегина Курантил/Курантила Аспирин/Аспирина Гинипрал/Гинипрала Папаверин/Папаверина
Церукал/Церукала Мотилиум/Мотилиума Омепразол/Омепразола Ренни/Ренни Гевискон/Гевискона Маалокс/Маалокса
Фосфалюгель/Фосфалюгеля Энтеросгель/Энтеросгеля Полисорб/Полисорба Линекс/Линекса Бифиформ/Бифиформа
Амоксициллин/Амоксициллина Амоксиклав/Амоксиклава Сумамед/Сумамеда Цефтриаксон/Цефтриаксона
Вильпрафен/Вильпрафена Канефрон/Канефрона Фурагин/Фурагина Монурал/Монурала Гексикон/Гексикона
Пимафуцин/Пимафуцина Тержинан/Тержинана Клотримазол/Клотримазола Виферон/Виферона Арбидол/Арбидола
Називин/Називина Мирамистин/Мирамистина Лизобакт/Лизобакта Мукалтин/Мукалтина Лазолван/Лазолвана
Валериана/Валерианы Пустырник/Пустырника Глицин/Глицина Магнезия/Магнезии Эутирокс/Эутирокса
Метформин/Метформина Инсулин/Инсулина Левемир/Левемира Супрастин/Супрастина Зиртек/Зиртека Кларитин/Кларитина
Цетрин/Цетрина Регулон/Регулона Ярина/Ярины Жанин/Жанина Мирена/Мирены Дюфалак/Дюфалака Ангиовит/Ангиовита
Компливит/Компливита Бепантен/Бепантена Детралекс/Детралекса Метипред/Метипреда Кетонал/Кетонала
Цитрамон/Цитрамона Анальгин/Анальгина Персен/Персена
"""
MEDICINES = [tuple(one.split("/")) for one in _WRITTEN.split()]
NOBODY = (
    "Врач назначила пить {}.",
    "Можно ли {} при беременности?",
    "Можно {}?",
    "Мне 30 лет, врач назначила пить {}, можно?",
    "Можно ребенку {}? Ему 3 года.",
    "Дала дочке {}, у неё рвота",
    "{} пью уже неделю, но она не проходит. Что делать?",
    "Моя мама пьёт {}, ей 60",
    "Мой сын {} не переносит, чем заменить?",
)
INFLECTED = ("Нет {}, чем заменить?", "После {} у меня сыпь, мне 25 лет")
SOMEBODY = (
    ("Меня зовут Анна Петрова, мне 30, врач назначила пить {}.", "Анна"),
    ("Ирина Соколова спрашивает: можно ли {}?", "Ирина"),
    ("Моя дочь Катя пьёт {}, ей 5 лет", "Катя"),
    ("Здравствуйте, я Мария. Можно {}?", "Мария"),
    ("Анна {} пьёт, можно?", "Анна"),
)
ANSWER = "{0} можно, не больше 3 г. После {1} станет легче. Пейте {0}."
GREETINGS = ("Здравствуйте! {0} можно.", "Добрый день, {0}, как и чай, можно.", "Здравствуйте, {0} — можно, без {1}.")


@pytest.mark.parametrize("medicine", MEDICINES, ids=lambda one: one[0])
def test_where_nobody_is_named_nothing_vanishes(clinic: Clinic, medicine: tuple[str, str]) -> None:
    name, of_it = medicine
    answer = ANSWER.format(name, of_it)
    for asked in (*(one.format(name) for one in NOBODY), *(one.format(of_it) for one in INFLECTED)):
        assert imported_words.both(clinic.desk.gate, asked, answer, Language.RU) == (asked, answer)
    for greeting in (one.format(name, of_it) for one in GREETINGS):
        assert imported_words.answer(greeting, Language.RU) == greeting


@pytest.mark.parametrize("medicine", MEDICINES, ids=lambda one: one[0])
def test_where_somebody_is_named_the_answer_loses_her_and_keeps_the_medicine(
    clinic: Clinic, medicine: tuple[str, str]
) -> None:
    answer = ANSWER.format(*medicine)
    for asked, name in SOMEBODY:
        kept = imported_words.both(clinic.desk.gate, asked.format(medicine[0]), f"{name}, {answer}", Language.RU)
        assert name not in kept[0]
        assert kept[1] == f"Человек-1, {answer}"


def test_a_name_keeps_its_number_where_another_is_a_guess(clinic: Clinic) -> None:
    asked = "Соколова спрашивает, ей 30: может ли Анна Петрова летать?"
    words, answer = imported_words.both(clinic.desk.gate, asked, "Анне Петровой можно.", Language.RU)
    assert words == "Человек-1 спрашивает, ей 30: может ли Человек-2 летать?"
    assert answer == "Человек-2 можно."
