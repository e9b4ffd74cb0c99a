"""What a person reads in her own language: gettext catalogues compiled when needed, and Babel for times and numbers.

Knows nothing of Streamlit: the workspace says through `resolve_by` whose language holds; others pass or `use` one.
"""

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from platformdirs import user_cache_path

from publisher.domain.places import Language
from publisher.domain.sentences import Sentence

DOMAIN = "publisher"
LOCALE = Path(__file__).parent / "locale"
NAMES = {Language.EN: "English", Language.ZH: "简体中文", Language.RU: "Русский"}
TAGS = {Language.EN: "en", Language.ZH: "zh-CN", Language.RU: "ru"}
_BABEL = {Language.EN: "en_GB", Language.ZH: "zh_CN", Language.RU: "ru"}

_DAYS = {Language.EN: "DD/MM/YYYY", Language.ZH: "YYYY-MM-DD", Language.RU: "DD.MM.YYYY"}

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)
_resolvers: list[Callable[[], Language]] = []


def resolve_by(resolver: Callable[[], Language]) -> None:
    """Say who knows the language when nobody chose one for the current context."""
    _resolvers[:] = [resolver]


@contextmanager
def use(language: Language) -> Iterator[None]:
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def current() -> Language:
    return _chosen.get() or (_resolvers[0]() if _resolvers else Language.EN)


def negotiate(*wishes: str | None) -> Language:
    """The first wish ("zh-CN", "ru", an Accept-Language header) that is a language we speak; English if none is."""
    for wish in wishes:
        for tag in (wish or "").split(","):
            short = tag.split(";")[0].strip().lower()[:2]
            if short in list(Language):
                return Language(short)
    return Language.EN


@lru_cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The messages of a language, compiled into the user's cache when the source is newer than what is there."""
    source = LOCALE / language.value / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.exists():
        return gettext.NullTranslations()
    stamp = f"{language.value}-{source.stat().st_mtime_ns}-{source.stat().st_size}.mo"
    compiled = user_cache_path("doctor-publisher", appauthor=False) / "locale" / stamp
    try:
        if not compiled.exists():
            _compile(source, compiled)
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    except OSError:  # no cache to write to: compile in memory
        from io import BytesIO

        memory = BytesIO()
        with source.open("rb") as file:
            write_mo(memory, read_po(file))
        memory.seek(0)
        return gettext.GNUTranslations(memory)


def _compile(source: Path, compiled: Path) -> None:
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        messages = read_po(file)
    unfinished = compiled.with_name(f"{compiled.name}.{id(messages)}")
    with unfinished.open("wb") as file:
        write_mo(file, messages)
    unfinished.replace(compiled)


def translate(message: str, language: Language | None = None) -> str:
    return catalogue(language or current()).gettext(message) if message else ""


_ = translate


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(current()).ngettext(one, many, count)


def spoken(sentence: Sentence, language: Language | None = None) -> str:
    """A sentence of the services in the reader's language."""
    return sentence.text(lambda template: translate(template, language))


def zone_of(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(at: datetime, zone: str, *, weekday: bool = False) -> str:
    """A time as a person in `zone` reads it, without seconds: “22 Nov, 14:05”; the year only when it is another."""
    local = at.astimezone(zone_of(zone))
    same_year = local.year == datetime.now(UTC).astimezone(zone_of(zone)).year
    skeleton = ("MMMEd" if weekday else "MMMd") if same_year else "yMMMd"
    day = format_skeleton(skeleton, local, locale=_BABEL[current()])
    return _at(day, format_time(local.time(), "HH:mm", locale=_BABEL[current()]))


def _at(on: str, time: str) -> str:
    return f"{on} {time}" if current() is Language.ZH else f"{on}, {time}"


def day(value: date) -> str:
    return format_date(value, "medium", locale=_BABEL[current()])


_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?( \([^)]+\))?")


def written(value: str) -> str:
    """A day or a wall time as the services write it (“2026-11-29 09:00 (Europe/London)”), as the reader does."""
    found = _WRITTEN.fullmatch(value)
    try:
        on = date.fromisoformat(found[1]) if found else None
    except ValueError:
        on = None
    if found is None or on is None:
        return value
    return (_at(day(on), found[2]) if found[2] else day(on)) + (found[3] or "")


def short_day(value: date) -> str:
    """Without its year, for the axis of a plot."""
    return str(
        format_skeleton("MMMd", datetime(value.year, value.month, value.day, tzinfo=UTC), locale=_BABEL[current()])
    )


def day_format() -> str:
    """How a day is written into a box."""
    return _DAYS[current()]


def month(value: date) -> str:
    return format_skeleton("yMMMM", datetime(value.year, value.month, 1, tzinfo=UTC), locale=_BABEL[current()])


def weekdays() -> list[str]:
    """Short names from Monday on."""
    return [
        format_datetime(datetime(2024, 1, number, tzinfo=UTC), "ccc", locale=_BABEL[current()])
        for number in range(1, 8)
    ]


def number(value: int) -> str:
    return format_decimal(value, locale=_BABEL[current()])
