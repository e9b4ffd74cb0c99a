"""The page of one entry: the signed text while it stands, a tombstone that says why once it does not."""

from collections.abc import Mapping

from publisher.channels.contract import Post
from publisher.channels.site.addresses import remote_id, safe_entry, up
from publisher.channels.site.article import article, kicker
from publisher.channels.site.linked_data import page_data, script
from publisher.channels.site.page import Frame, PageHead, page
from publisher.channels.site.prepared import Prepared
from publisher.channels.site.store import Record
from publisher.channels.site.words import NAMES, TAGS, and_others, day, word
from publisher.domain.places import Language
from publisher.rendering.markup import Markup, element

STATES = ("withdrawn", "superseded", "expired")


def entry_page(frame: Frame, record: Record, prepared: Prepared | None, alternates: Mapping[Language, str]) -> str:
    """The whole document at the entry's address; without a prepared text it is a tombstone.

    `alternates` are the paths of its standing translations and itself.
    """
    post = record.post
    head = PageHead(
        language=post.language,
        path=remote_id(post.language, post.entry) + "/",
        title=post.title,
        description=_description(post) if prepared else tombstone_sentence(record),
        alternates=alternates if prepared else {},
        digest=post.revision_digest,
        linked_data=script(page_data(frame, record, prepared.plain, alternates)) if prepared else None,
        indexed=prepared is not None,
    )
    main = [article(post, prepared.html), _translations(post.language, alternates)] if prepared else tombstone(record)
    return page(frame, head, main)


def tombstone(record: Record) -> Markup:
    """Says that the text no longer stands, since when, why, and where its successor is. Shows no word of the text."""
    post, language = record.post, record.post.language
    state = post.status if post.status in STATES else "withdrawn"
    successor = None
    if post.superseded_by:
        link = element("a", word(language, "successor"), href=f"../{safe_entry(post.superseded_by)}/")
        successor = element("p", link, class_="successor")
    reason = None
    if post.status_reason:
        reason = element("p", element("strong", word(language, "reason"), ": "), post.status_reason)
    return element(
        "article",
        kicker(post, state),
        element("h1", post.title),
        element(
            "div",
            element("p", tombstone_sentence(record), class_="verdict"),
            reason,
            successor,
            element("p", word(language, "ask_doctor")),
            class_="gone",
        ),
        class_="tombstone",
    )


def tombstone_sentence(record: Record) -> str:
    post = record.post
    state = post.status if post.status in STATES else "withdrawn"
    since = post.review_by if state == "expired" and post.review_by else (record.status_since or post.signed_at)
    return word(post.language, f"{state}_note", day=day(post.language, since))


def _translations(language: Language, alternates: Mapping[Language, str]) -> Markup | None:
    links = [
        element(
            "a", NAMES[other], href=up(remote_id(language, "x") + "/") + path, lang=TAGS[other], hreflang=other.value
        )
        for other, path in sorted(alternates.items())
        if other is not language
    ]
    if not links:
        return None
    return element("p", word(language, "other_languages"), " ", links, class_="translations")


def _description(post: Post) -> str:
    """Never a cut piece of the text, which could say the opposite of the whole."""
    signer = and_others(post.language).join(part for part in (post.byline.doctor, post.byline.specialty) if part)
    colon = "：" if post.language is Language.ZH else ": "
    signed = word(post.language, "signed_by") + colon + signer
    return f"{post.question or post.title} — {signed}"
