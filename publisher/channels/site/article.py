"""The signed matter of a page: title, question, who signed, disclaimers whole, text, sources, verify line.

This is what is previewed and what is sent. The frame around it (`page.py`) may change without a new signature.
"""

from datetime import date

from publisher.channels.contract import Byline, Post
from publisher.channels.site.words import and_others, day, word
from publisher.domain.places import Language
from publisher.rendering.links import links_in
from publisher.rendering.markup import Markup, element, text

_DIGEST_SHOWN = 16


def article(post: Post, body: Markup) -> Markup:
    """The `<article>` of a live post; `body` is its text as HTML (`prepared.py`)."""
    language = post.language
    return element(
        "article",
        kicker(post),
        element("h1", post.title),
        _question(post),
        _byline(post),
        element("p", word(language, "sample_note"), class_="sample-note") if post.sample else None,
        [_note(language, head) for head in post.heads],
        element("div", body, class_="body"),
        _sources(post),
        [_note(language, footer) for footer in post.footers],
        _verify(post),
    )


def kicker(post: Post, state: str | None = None) -> Markup:
    """The line above the title: what this is, and whether it is only a sample."""
    language = post.language
    return element(
        "p",
        element("span", word(language, post.kind if post.kind == "answer" else "post")),
        element("span", word(language, state), class_="state") if state else None,
        element("span", word(language, "sample"), class_="sample") if post.sample else None,
        class_="kicker",
    )


def licence_line(byline: Byline, language: Language, on: date) -> str | None:
    """Authority, number and how long it holds, as known on the day of signing."""
    parts = [byline.licence_authority]
    if byline.licence_number:
        parts.append(word(language, "licence_number", number=byline.licence_number))
    if until := byline.licence_valid_until:
        parts.append(word(language, "licence_until" if until >= on else "licence_ended", day=day(language, until)))
    return and_others(language).join(part for part in parts if part) or None


def short_digest(post: Post) -> str:
    """The first characters of the revision's digest in groups of four, to be read out or compared."""
    shown = post.revision_digest[:_DIGEST_SHOWN]
    return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))


def _question(post: Post) -> Markup | None:
    if not post.question or post.question.strip() == post.title.strip():
        return None
    label = element("p", word(post.language, "question"), class_="label")
    lines = [element("p", line) for line in post.question.splitlines() if line.strip()]
    return element("div", label, lines, class_="question")


def _byline(post: Post) -> Markup:
    language, byline = post.language, post.byline
    signer: list[Markup | str | None] = [element("strong", byline.doctor)]
    if byline.specialty:
        signer.append(element("span", byline.specialty, class_="specialty"))
    rows = [
        (word(language, "signed_by"), signer),
        (word(language, "approved_by"), byline.reviewer),
        (word(language, "licence"), licence_line(byline, language, post.signed_at.date())),
        (word(language, "signed_on"), _time(language, post.signed_at.date())),
        (word(language, "review_by"), _time(language, post.review_by) if post.review_by else None),
    ]
    return element(
        "dl",
        [element("div", element("dt", label), element("dd", value)) for label, value in rows if value],
        class_="byline",
    )


def _time(language: Language, on: date) -> Markup:
    return element("time", day(language, on), datetime=on.isoformat())


def _note(language: Language, disclaimer: str) -> Markup:
    paragraphs = [element("p", _with_links(line)) for line in disclaimer.splitlines() if line.strip()]
    return element("div", paragraphs, class_="note", role="note", aria_label=word(language, "please_note"))


def _sources(post: Post) -> Markup | None:
    if not post.sources_to_list:
        return None
    items = [element("li", _with_links(source)) for source in post.sources_to_list]
    heading = element("h2", word(post.language, "sources"))
    return element("section", heading, element("ol", items), class_="sources")


def _with_links(line: str) -> list[Markup]:
    """Plain text in which web addresses can be followed."""
    pieces, position = [], 0
    for start, end, address in links_in(line):
        link = element("a", line[start:end], href=address, rel="noopener noreferrer")
        pieces += [text(line[position:start]), link]
        position = end
    return [*pieces, text(line[position:])]


def _verify(post: Post) -> Markup:
    language = post.language
    label = element("span", word(language, "verify"), class_="label")
    digest = element("code", short_digest(post))
    return element(
        "div", element("p", label, " ", digest), element("p", word(language, "verify_note")), class_="verify"
    )
