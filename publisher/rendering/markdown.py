"""Markdown to safe HTML. Raw HTML, pictures and relative links in a text never become markup."""

from collections.abc import Iterator, Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publisher.rendering.emphasis import emphasis_beside_letters
from publisher.rendering.links import link_finder
from publisher.rendering.markup import printable

_TAGS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ALIGNED = {"left", "center", "right"}
_LOWEST_HEADING = 6


@cache
def parser(*, html: bool = False, links: bool = True) -> MarkdownIt:
    """The one parser: CommonMark with tables, emphasis beside Chinese and Cyrillic letters, and bare links.

    `html=True` is for the conformance cases alone. Strike-through stays off: in plain text it would turn
    a crossed-out advice into a given one.
    """
    markdown = MarkdownIt("commonmark", {"html": html, "linkify": links})
    emphasis_beside_letters(markdown)
    if links:
        markdown.enable("linkify")
        markdown.linkify = link_finder()
    if not html:
        markdown.enable("table")
        markdown.core.ruler.push("pictures_to_words", _pictures_to_words)
    return markdown


def parse(markdown: str) -> list[Token]:
    """Tokens of a text, without raw HTML, control characters, and with every picture replaced by its description."""
    return parser().parse(printable(markdown))


def to_html(markdown: str, *, top_heading: int = 2) -> str:
    """Safe HTML. The text's own headings begin at `top_heading` and never skip a level."""
    return html_of(parse(markdown), top_heading=top_heading)


def html_of(tokens: list[Token], *, top_heading: int = 2) -> str:
    """`to_html` for tokens of `parse`, whose headings it renames."""
    _level_headings(tokens, top_heading)
    _name_alignment(tokens)
    _mark_bare_links(tokens)
    md = parser()
    return clean(md.renderer.render(tokens, md.options, {}))


def blocks_of(tokens: list[Token], *, top_heading: int = 2) -> list[tuple[str, str]]:
    """Each outermost block by its kind (`paragraph`, `heading`, `bullet_list`, `fence`, `table`, …) as safe HTML."""
    _level_headings(tokens, top_heading)
    _name_alignment(tokens)
    md = parser()
    blocks: list[tuple[str, str]] = []
    begun = 0
    for place, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            html = clean(md.renderer.render(tokens[begun : place + 1], md.options, {})).strip()
            blocks.append((tokens[begun].type.removesuffix("_open"), html))
            begun = place + 1
    return blocks


def links_to_words(tokens: list[Token]) -> list[Token]:
    """The tokens without links: the address follows its words in brackets, unless it is its words."""
    for block in tokens:
        if block.children:
            block.children = list(_spelled_out(block.children))
    return tokens


def _spelled_out(children: Sequence[Token]) -> Iterator[Token]:
    address, words = "", ""
    for child in children:
        if child.type == "link_open":
            address, words = str(child.attrs.get("href", "")), ""
        elif child.type == "link_close":
            if words not in (address, address.removeprefix("mailto:").removeprefix("tel:")):
                said = Token("text", "", 0, level=child.level)
                said.content = f" ({address})"
                yield said
        else:
            words += child.content
            yield child


def clean(html: str) -> str:
    """The allow-list every piece of HTML passes before it leaves."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS | _TABLE_TAGS | {"a"},
        clean_content_tags={"script", "style"},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        allowed_classes={"th": _ALIGNED, "td": _ALIGNED, "a": {"bare"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _pictures_to_words(state: StateCore) -> None:
    for block in state.tokens:
        if block.children and any(child.type == "image" for child in block.children):
            block.children = [
                _described(child, state.md) if child.type == "image" else child for child in block.children
            ]


def _described(picture: Token, markdown: MarkdownIt) -> Token:
    words = Token("text", "", 0, level=picture.level)
    words.content = RendererHTML().renderInlineAsText(picture.children or [], markdown.options, {})
    return words


def _level_headings(tokens: Sequence[Token], top: int) -> None:
    open_levels: list[int] = []
    shown = top
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
            shown = min(top + len(open_levels) - 1, _LOWEST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{shown}"


def _mark_bare_links(tokens: Sequence[Token]) -> None:
    """Paper prints the address behind a link's words, but not behind a link that is its address."""
    for block in tokens:
        for token in block.children or ():
            if token.type == "link_open" and token.markup in ("linkify", "autolink"):
                token.attrSet("class", "bare")


def _name_alignment(tokens: Sequence[Token]) -> None:
    """A style attribute would need a hole in the content security policy; a class needs none."""
    for token in tokens:
        style = token.attrs.pop("style", None)
        if isinstance(style, str) and style.startswith("text-align:"):
            token.attrSet("class", style.removeprefix("text-align:"))
