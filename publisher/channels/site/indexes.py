"""Index pages: per language and per stage, newest first, fifty to a page; and a front page to choose the language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from publisher.channels.site.addresses import index_path, remote_id, stage_slug, up
from publisher.channels.site.catalogue import Row
from publisher.channels.site.page import Frame, PageHead, page
from publisher.channels.site.stages import stage_name
from publisher.channels.site.words import NAMES, TAGS, and_others, day, word
from publisher.domain.places import Language
from publisher.rendering.markup import Child, Markup, element, text

PER_PAGE = 50
Item = tuple[str, str]  # markup before and after the way to the root, all that differs between the pages it stands on


def index_pages(frame: Frame, language: Language, live: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """(folder path, document) of every index page of a language. `live` newest first."""
    by_slug = {stage_slug(stage): stage for row in live for stage in row.stages if stage.strip()}
    stages = sorted(by_slug.values(), key=lambda stage: stage_name(stage, language).order)
    items = [_item(row) for row in live]
    chosen: dict[str | None, list[Item]] = {None: items, **{stage: [] for stage in stages}}
    for row, item in zip(live, items, strict=True):
        for slug in {stage_slug(stage) for stage in row.stages if stage.strip()}:
            chosen[by_slug[slug]].append(item)
    for stage, listed in chosen.items():
        pages = max(1, -(-len(listed) // PER_PAGE))
        for number in range(1, pages + 1):
            shown = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
            yield (
                index_path(language, stage, number),
                _index_page(frame, language, shown, stages, stage, (number, pages)),
            )


def front_page(frame: Frame) -> str:
    """The root: no script and no guessing, the reader picks."""
    items = [
        element("li", element("a", _door(frame, language), href=index_path(language), lang=TAGS[language]))
        for language in Language
    ]
    choose = [element("p", word(language, "choose"), lang=TAGS[language]) for language in Language]
    head = PageHead(
        Language.EN,
        "",
        frame.title(Language.EN),
        word(Language.EN, "motto"),
        {lang: index_path(lang) for lang in Language},
    )
    main = [
        element("h1", frame.title(Language.EN)),
        element("div", choose, class_="choose"),
        element("ul", items, class_="doors"),
    ]
    return page(frame, head, element("section", main, class_="front"))


def _door(frame: Frame, language: Language) -> list[Child]:
    return [element("strong", NAMES[language]), " ", element("span", frame.title(language))]


def _index_page(
    frame: Frame,
    language: Language,
    shown: Sequence[Item],
    stages: Sequence[str],
    stage: str | None,
    place: tuple[int, int],
) -> str:
    path = index_path(language, stage, place[0])
    name = stage_name(stage, language).text if stage else frame.title(language)
    alternates: Mapping[Language, str] = (
        {other: index_path(other) for other in Language} if stage is None and place[0] == 1 else {}
    )
    head = PageHead(language, path, name, word(language, "motto"), alternates)
    main = element(
        "section",
        element("h1", name),
        element("p", word(language, "motto"), class_="motto") if stage is None else None,
        _stage_links(language, stages, stage, up(path)) if stages else None,
        element("h2", word(language, "newest_first"), class_="label"),
        _list(language, shown, up(path)),
        _pager(language, stage, place, up(path)) if place[1] > 1 else None,
        class_="index",
    )
    return page(frame, head, main)


def _stage_links(language: Language, stages: Sequence[str], chosen: str | None, root: str) -> Markup:
    links = [
        element(
            "li",
            element(
                "a",
                stage_name(stage, language).text if stage else word(language, "all_stages"),
                href=root + index_path(language, stage),
                aria_current="page" if stage == chosen else None,
            ),
        )
        for stage in (None, *stages)
    ]
    return element("nav", element("ul", links), class_="stages", aria_label=word(language, "stages"))


def _list(language: Language, shown: Sequence[Item], root: str) -> Markup:
    if not shown:
        return element("p", word(language, "nothing_yet"), class_="empty")
    items = [element("li", Markup(f"{before}{root}{after}")) for before, after in shown]
    return element("ol", items, class_="entries")


def _item(row: Row) -> Item:
    """Put together by hand, for tens of thousands are made at once."""
    language = row.language
    kind, sample = _kickers(language)
    signer = and_others(language).join(part for part in (row.doctor, row.specialty) if part)
    signed = f'<time datetime="{row.signed_on}">{day(language, date.fromisoformat(row.signed_on))}</time>'
    kicker = f'<p class="kicker">{kind[row.kind == "answer"]}{sample if row.sample else ""}</p>'
    meta = f'<p class="meta">{text(signer)} · {signed}</p>'
    return f'{kicker}<h3><a href="', f'{remote_id(language, row.entry)}/">{text(row.title)}</a></h3>{meta}'


@cache
def _kickers(language: Language) -> tuple[tuple[Markup, Markup], Markup]:
    """(A post's, an answer's), and what marks a sample."""
    kinds = [element("span", word(language, kind), class_="kind") for kind in ("post", "answer")]
    return (kinds[0], kinds[1]), element("span", word(language, "sample"), class_="sample")


def _pager(language: Language, stage: str | None, place: tuple[int, int], root: str) -> Markup:
    number, pages = place

    def link(name: str, to: int, rel: str) -> Markup | None:
        if not 1 <= to <= pages:
            return None
        return element("a", word(language, name), href=root + index_path(language, stage, to), rel=rel)

    where = element("span", word(language, "page_of", page=number, pages=pages))
    return element(
        "nav",
        link("newer", number - 1, "prev"),
        where,
        link("older", number + 1, "next"),
        class_="pager",
        aria_label=word(language, "pages"),
    )
