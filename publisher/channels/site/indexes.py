"""Index pages: per language and per stage, newest first, fifty to a page; and a front page to choose the language."""

from collections.abc import Iterator, Mapping, Sequence

from publisher.channels.site.addresses import index_path, remote_id, stage_slug, up
from publisher.channels.site.page import Frame, PageHead, page
from publisher.channels.site.stages import stage_name
from publisher.channels.site.store import Record
from publisher.channels.site.words import NAMES, TAGS, and_others, day, word
from publisher.domain.places import Language
from publisher.rendering.markup import Child, Markup, element

PER_PAGE = 50


def index_pages(frame: Frame, language: Language, live: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """(folder path, document) of every index page of a language. `live` newest first."""
    by_slug = {stage_slug(stage): stage for record in live for stage in record.post.stages if stage.strip()}
    stages = sorted(by_slug.values(), key=lambda stage: stage_name(stage, language).order)
    for stage in (None, *stages):
        chosen = [
            record for record in live if stage is None or stage_slug(stage) in map(stage_slug, record.post.stages)
        ]
        pages = max(1, -(-len(chosen) // PER_PAGE))
        for number in range(1, pages + 1):
            shown = chosen[(number - 1) * PER_PAGE : number * PER_PAGE]
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
    shown: Sequence[Record],
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


def _list(language: Language, shown: Sequence[Record], root: str) -> Markup:
    if not shown:
        return element("p", word(language, "nothing_yet"), class_="empty")
    return element("ol", [element("li", _item(record, root)) for record in shown], class_="entries")


def _item(record: Record, root: str) -> list[Markup | None]:
    post, language = record.post, record.post.language
    signer = and_others(language).join(part for part in (post.byline.doctor, post.byline.specialty) if part)
    signed = element("time", day(language, post.signed_at), datetime=post.signed_at.date().isoformat())
    kind = element("span", word(language, "answer" if post.kind == "answer" else "post"), class_="kind")
    sample = element("span", word(language, "sample"), class_="sample") if post.sample else None
    title = element("h3", element("a", post.title, href=f"{root}{remote_id(language, post.entry)}/"))
    return [element("p", kind, sample, class_="kicker"), title, element("p", signer, " · ", signed, class_="meta")]


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
