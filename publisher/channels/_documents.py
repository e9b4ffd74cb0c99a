"""A post as an article of HTML or WordPress blocks: disclaimers whole and first of all, title on its own."""

from publisher.channels._texts import byline_text
from publisher.channels.contract import Post, RenderedPart
from publisher.channels.site.words import word
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.rendering.forms import article_html, block
from publisher.rendering.lengths import Unit, called, length
from publisher.rendering.links import links_in
from publisher.rendering.markup import Markup, element, text


def article(post: Post, *, links: bool = True) -> Markup:
    """The whole article but its title, which these networks show by themselves."""
    return Markup("\n".join((*_before(post), article_html(post.body, links=links).strip(), *_after(post, links))))


def article_blocks(post: Post, body: str) -> str:
    """The same for WordPress; `body` is made of blocks already."""
    before = (block("paragraph", html) for html in _before(post, quote=False))
    after = (block(_kind(html), html) for html in _after(post, links=True))
    return "\n\n".join((*before, body, *after)).strip()


def title_part(post: Post, limit: int | None = None, unit: Unit = Unit.CHARACTERS) -> RenderedPart:
    """The title as its own part; Refusal when the network's field is too short for it."""
    title = " ".join(post.title.split())
    used = length(title, unit)
    if limit is not None and used > limit:
        raise Refusal(
            say("The title is {length} characters long there; {limit} is the most.", length=used, limit=limit)
        )
    return RenderedPart(title, "title", used, limit, unit.value)


def whole_part(html: str, kind: str = "html", limit: int | None = None, unit: Unit = Unit.CHARACTERS) -> RenderedPart:
    """An article as one part; Refusal when it does not fit, since half an article is not one."""
    used = length(html, unit)
    if limit is not None and used > limit:
        raise Refusal(
            say(
                "The article is {length} {unit} long there; {limit} is the most.",
                length=used,
                unit=called(unit),
                limit=limit,
            )
        )
    return RenderedPart(html, kind, used, limit, unit.value)


def _before(post: Post, *, quote: bool = True) -> list[str]:
    found = [str(element("p", head, class_="note" if quote else None)) for head in post.heads]
    if post.question and post.question.strip() != post.title.strip():
        lines = [element("p", line) for line in post.question.splitlines() if line.strip()]
        found += [str(element("blockquote", lines))] if quote else [str(element("p", element("em", post.question)))]
    return found


def _after(post: Post, links: bool) -> list[str]:
    found = []
    if post.sources_to_list:
        found.append(str(element("h2", word(post.language, "sources"))))
        found.append(
            str(element("ul", [element("li", linked(source) if links else source) for source in post.sources_to_list]))
        )
    if byline := byline_text(post):
        found.append(str(element("p", byline, class_="small" if not links else None)))
    found += [str(element("p", footer)) for footer in post.footers]
    return found


def _kind(html: str) -> str:
    return {"<h": "heading", "<u": "bullet_list"}.get(html[:2], "paragraph")


def linked(words: str) -> Markup:
    """Text whose bare addresses can be followed."""
    pieces: list[Markup | str] = []
    position = 0
    for start, end, address in links_in(words):
        pieces += [words[position:start], element("a", words[start:end], href=address, rel="noopener noreferrer")]
        position = end
    return text([*pieces, words[position:]])
