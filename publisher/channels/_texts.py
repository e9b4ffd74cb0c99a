"""A post as text with spans, cut into the parts of a thread: disclaimers whole in part one, nothing lost."""

from collections.abc import Callable
from dataclasses import dataclass

from publisher.channels.contract import Post, Rendered, RenderedPart
from publisher.channels.site.words import word
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.rendering.layers import joined, marked, plain, without_hidden_links
from publisher.rendering.lengths import Unit, length
from publisher.rendering.parts import cut, limit_in
from publisher.rendering.spans import Layer, SpanKind, layer

NOBODY = "—"  # what a preview of an unsigned text says
THREAD, MESSAGES = 30, 10  # more parts than so many nobody reads: of a thread, or messages and captions in a row


@dataclass(frozen=True)
class Form:
    """How a network takes text. `limits` hold for what `measured` gives: the visible text, or what is written."""

    format: str
    limits: tuple[tuple[int, Unit], ...]
    write: Callable[[Layer], str] = lambda found: found.text
    counts_markup: bool = False
    keeps_link: Callable[[str], bool] = lambda address: False
    most_parts: int = THREAD

    def measured(self, found: Layer) -> str:
        return self.write(found) if self.counts_markup else found.text

    def fits(self, found: Layer) -> bool:
        text = self.measured(found)
        return all(length(text, unit) <= limit for limit, unit in self.limits)

    def part(self, found: Layer) -> RenderedPart:
        limit, unit = self.limits[0]
        return RenderedPart(self.write(found), self.format, length(self.measured(found), unit), limit, unit.value)


def thread(kind: str, post: Post, form: Form, *, every: str = "") -> Rendered:
    """The post as one part or several. `every` is a line that stands at the end of each part (a link)."""
    flow = without_hidden_links(flow_of(post), form.keeps_link)
    limit, unit = form.limits[0]
    layers = cut(
        flow,
        form.fits,
        heads=[plain(head) for head in post.heads],
        footers=[plain(footer) for footer in post.footers],
        every=[plain(every)],
        told=limit_in(limit, unit),
    )
    if len(layers) > form.most_parts:
        raise Refusal(
            say(
                "The text would need {parts} messages there, and {most} is the most; shorten it.",
                parts=len(layers),
                most=form.most_parts,
            )
        )
    return Rendered(kind, tuple(form.part(one) for one in layers))


def flow_of(post: Post) -> Layer:
    """Everything but the disclaimers, in the order it is read."""
    question = post.question if post.question and post.question.strip() != post.title.strip() else ""
    return joined(
        (
            marked(post.title.strip(), SpanKind.BOLD),
            marked(question.strip(), SpanKind.ITALIC),
            layer(post.body),
            plain(sources_text(post)),
            plain(byline_text(post)),
        )
    )


def sources_text(post: Post) -> str:
    if not post.sources_to_list:
        return ""
    return "\n".join((f"{word(post.language, 'sources')}:", *(f"• {source}" for source in post.sources_to_list)))


def byline_text(post: Post) -> str:
    """Who signed it; empty for a text that nobody signed yet (a preview)."""
    if post.byline.doctor in ("", NOBODY):
        return ""
    who = ", ".join(part for part in (post.byline.doctor, post.byline.specialty) if part)
    return f"{word(post.language, 'signed_by')}: {who}"
