"""Which language holds, and how times are said in it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.ui import i18n, names


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("zh-CN",), Language.ZH),
        ((None, "ru"), Language.RU),
        (("fr,de;q=0.8", "zh"), Language.ZH),
        (("fr-FR, ru;q=0.5",), Language.RU),
        (("xx", None, ""), Language.EN),
    ],
)
def test_the_first_wish_that_we_speak_holds(wishes: tuple[str | None, ...], language: Language) -> None:
    assert i18n.negotiate(*wishes) is language


def test_a_sentence_of_the_services_is_said_in_the_readers_language() -> None:
    sentence = say("The licence {number} of {name} ended on {date}.", number="A-1", name="Lin", date="2026-01-01")
    with i18n.use(Language.ZH):
        assert i18n.spoken(sentence) == "Lin 的执业资格 A-1 已于 2026-01-01 到期。"
    assert i18n.spoken(sentence, Language.EN) == "The licence A-1 of Lin ended on 2026-01-01."


def test_russian_counts_in_three_forms() -> None:
    with i18n.use(Language.RU):
        said = [i18n.ngettext("{count} signed", "{count} signed", count).format(count=count) for count in (1, 2, 5)]
    assert said == ["утверждён 1", "утверждено 2", "утверждено 5"]


def test_a_time_is_said_in_the_zone_of_the_person() -> None:
    at = datetime(2020, 3, 8, 22, 30, tzinfo=UTC)
    with i18n.use(Language.EN):
        assert i18n.moment(at, "Asia/Shanghai") == "9 Mar 2020, 06:30"
    with i18n.use(Language.RU):
        assert i18n.month(date(2026, 11, 1)).startswith("ноябрь 2026")


def test_catalogues_are_compiled_where_they_may_be_written_and_read_in_memory_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is wanted")
    monkeypatch.setattr(i18n, "user_cache_path", lambda *_args, **_more: blocked)
    i18n.catalogue.cache_clear()
    assert i18n.catalogue(Language.ZH).gettext("Sign") == "签发"
    monkeypatch.setattr(i18n, "user_cache_path", lambda *_args, **_more: tmp_path / "cache")
    i18n.catalogue.cache_clear()
    assert i18n.catalogue(Language.RU).gettext("Sign") == "Утвердить"
    assert list((tmp_path / "cache" / "locale").glob("ru-*.mo"))
    i18n.catalogue.cache_clear()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, ["29 Nov 2026", "29 Nov 2026, 09:00 (Europe/London)", "29 February", "2026-99-99"]),
        (Language.ZH, ["2026年11月29日", "2026年11月29日 09:00 (Europe/London)", "29 February", "2026-99-99"]),
    ],
)
def test_a_day_that_the_services_wrote_is_said_as_the_reader_writes_it(language: Language, said: list[str]) -> None:
    with i18n.use(language):
        given = ["2026-11-29", "2026-11-29 09:00 (Europe/London)", "29 February", "2026-99-99"]
        assert [i18n.written(one) for one in given] == said
        (inner, outer) = (say("Its review date, {date}, has passed.", date=given[0]), "{reason}")
        assert said[0] in names.spoken(say(outer, reason=(inner,)))
