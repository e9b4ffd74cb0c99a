"""What would leave: the same bytes per channel that a signature and a schedule would send."""

from publisher.channels.contract import Post, Rendered
from publisher.domain.entries import Content
from publisher.domain.people import Person
from publisher.services import checking
from publisher.services.desk import Desk
from publisher.services.freezing import byline_of, channel_of


def preview(desk: Desk, content: Content, kind: str, author: Person | None) -> Rendered:
    """Render words that may still change, with their disclaimers, for a kind of channel. Nothing is stored."""
    channel = channel_of(desk, kind)
    report = checking.check_words(desk, content, channel=kind, author=author)
    licence = author.valid_licence(desk.today()) if author else None
    post = Post(
        entry="0" * 26,
        revision="0" * 26,
        revision_digest=content.digest(),
        kind=content.kind.value,
        language=content.language,
        title=content.title,
        body=content.body,
        question=content.question,
        sources=content.sources,
        heads=tuple(item.text for item in report.disclaimers if item.place == "head"),
        footers=tuple(item.text for item in report.disclaimers if item.place != "head"),
        byline=byline_of(author, licence, None) if author else byline_of(_NOBODY, None, None),
        signed_at=desk.here(desk.clock()),
        review_by=content.review_by,
        stages=content.stages,
    )
    return channel.render(post)


_NOBODY = Person("", "", "—", frozenset())
