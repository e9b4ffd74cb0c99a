"""A signed text as it is taken away: plain text, a picture, a link with its QR code. Disclaimers stand word for word.

What goes out is made here from a stored revision and nothing else; whether it may go out is asked before.
"""

import io
from collections.abc import Sequence

from publisher.channels.contract import Post
from publisher.channels.site.words import day, word
from publisher.domain.entries import Content
from publisher.domain.places import Language
from publisher.rendering.spans import to_text

_GAP = "\n\n"
_COLONS = {Language.ZH: "："}


def text_of(post: Post) -> str:
    """The whole text with what must stand before and after it."""
    return _GAP.join([*heads_of(post), *body_of(post), *post.footers])


def heads_of(post: Post) -> list[str]:
    """What stands before the text: that it is a sample, if it is one, and the disclaimers that come first."""
    return [*([word(post.language, "sample_note")] if post.sample else []), *post.heads]


def body_of(post: Post) -> list[str]:
    """Question or title, text, sources and who signed it when: without the disclaimers."""
    return [*words_of(post), signed_line(post)]


def words_of(shown: Post | Content) -> list[str]:
    """What a reader is told: question or title, text and sources, without who signed it until when."""
    heading = [shown.title.strip()]
    if shown.question and shown.question.strip() != shown.title.strip():
        heading.append(shown.question.strip())
    return [part for part in (*heading, to_text(shown.body).strip(), _sources(shown)) if part]


def signed_line(post: Post) -> str:
    """Doctor, date of signing, and until when it holds, as readers see them."""
    language, byline = post.language, post.byline
    colon = _COLONS.get(language, ": ")
    who = ", ".join(part for part in (byline.doctor, byline.specialty) if part)
    told = [f"{word(language, 'signed_by')}{colon}{who}"]
    if byline.reviewer:
        told.append(f"{word(language, 'approved_by')}{colon}{byline.reviewer}")
    told.append(f"{word(language, 'signed_on')}{colon}{day(language, post.signed_at.date())}")
    if post.review_by:
        told.append(f"{word(language, 'review_by')}{colon}{day(language, post.review_by)}")
    return "\n".join(told)


def _sources(shown: Post | Content) -> str:
    if not shown.sources:
        return ""
    colon = _COLONS.get(shown.language, ":")
    return "\n".join([f"{word(shown.language, 'sources')}{colon}", *(f"• {source}" for source in shown.sources)])


def picture_of(post: Post) -> bytes:
    """The same words as one long picture (PNG). Refusal when a sign cannot be drawn or it grows too long."""
    body = _GAP.join([*heads_of(post), *body_of(post)[1:]])
    from publisher.rendering import cards  # drawing takes a moment to import

    return cards.long_picture(post.title.strip(), body, _GAP.join(post.footers), post.language.value)


def pack_parts(posts: Sequence[Post]) -> tuple[list[str], list[list[str]], list[str]]:
    """A newcomer's pack: disclaimers before, the texts whole and numbered in their order, disclaimers after."""
    heads = list(dict.fromkeys(head for post in posts for head in heads_of(post)))
    footers = list(dict.fromkeys(footer for post in posts for footer in post.footers))
    texts = [[f"{number}. {first}", *rest] for number, (first, *rest) in enumerate(map(body_of, posts), 1)]
    return heads, texts, footers


def pack_text(title: str, posts: Sequence[Post]) -> str:
    """The pack as text, each disclaimer once."""
    heads, texts, footers = pack_parts(posts)
    return _GAP.join([title, *heads, *(_GAP.join(text) for text in texts), *footers])


def pack_picture(title: str, posts: Sequence[Post]) -> bytes:
    """The pack as one long picture."""
    from publisher.rendering import cards  # drawing takes a moment to import

    heads, texts, footers = pack_parts(posts)
    body = _GAP.join([*heads, *(_GAP.join(text) for text in texts)])
    return cards.long_picture(title, body, _GAP.join(footers), posts[0].language.value)


def qr_svg(address: str) -> str:
    """A QR code of an address as SVG, black on white with its quiet zone."""
    import segno  # only where a code is drawn

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=4, border=4, xmldecl=False, light="#fff", title=address
    )
    return out.getvalue().decode()
