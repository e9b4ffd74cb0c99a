"""The package of a hand-off: exact texts, pictures of them, what to declare, and a code for the phone."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.channels._hand_off import HandOff
from publisher.channels._texts import byline_text
from publisher.channels.contract import Post, Rendered
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.publications import PublicationState
from publisher.domain.sentences import Sentence, say
from publisher.rendering.spans import to_text
from publisher.services import fitness, freezing, turns
from publisher.services.desk import Actor, Desk, require
from publisher.storage import Transaction, accounts, entries, publications

_MOST_IN_CODE = 1200  # bytes that a phone still reads from a screen


@dataclass(frozen=True)
class Package:
    """What a person takes to the network. `pictures` are PNG by file name; `why_no_pictures` when none can be drawn."""

    texts: tuple[str, ...]
    title: str | None
    pictures: dict[str, bytes]
    why_no_pictures: Refusal | None
    address: str | None
    declare: tuple[dict[str, str], ...]
    code: str  # SVG

    def files(self, language: str) -> dict[str, bytes]:
        """Everything as files, for a folder or an archive."""
        found = {f"text-{number}.txt": text.encode() for number, text in enumerate(self.texts, start=1)}
        if self.title:
            found["title.txt"] = self.title.encode()
        if self.declare:
            found["declare.txt"] = "\n".join(one.get(language) or one["en"] for one in self.declare).encode()
        return {**found, **self.pictures, "code.svg": self.code.encode()}


def package(desk: Desk, actor: Actor, publication_id: str) -> Package:
    """Prepare what was frozen for this publication. Refusal when nobody is to put it out by hand, or not now.

    It may be given out long after it was prepared: it is asked again whether it may leave, as when a program sends.
    """
    require(actor)
    with desk.db.read() as tx:
        row = publications.row(tx, publication_id)
        if row is None:
            raise NotFound(say("There is no publication {id}.", id=publication_id))
        if row.state != PublicationState.AWAITING_HAND_OFF:
            raise Refusal(say("Nobody is to put this out by hand: it is {state}.", state=row.state))
        account = accounts.by_id(tx, row.account)
        post, rendered = freezing.frozen_from_json(row.frozen)
        if reasons := _against(desk, tx, row, account, post):
            raise Refusal(*reasons)
    return package_of(desk, account.kind, post, rendered)


def _against(desk: Desk, tx: Transaction, row: Any, account: Any, post: Post) -> list[Sentence]:
    """Why a person may not put it out now, any more or yet."""
    held = turns.held_by(tx, row, entries.row(tx, row.entry).author, account, post)
    if held is not None:
        return [held[1]]
    may = fitness.fitness(desk, tx, row)
    return [may.gone] if may.gone else list(may.reasons)


def package_of(desk: Desk, kind: str, post: Post, rendered: Rendered) -> Package:
    channel = desk.channels.get(kind)
    steps = channel.steps if isinstance(channel, HandOff) else None
    texts = tuple(part.text for part in rendered.parts if part.format != "title")
    title = next((part.text for part in rendered.parts if part.format == "title"), None)
    pictures, refusal = _pictures(post)
    whole = texts[0] if len(texts) == 1 and len(texts[0].encode()) <= _MOST_IN_CODE else desk.public_url
    return Package(
        texts,
        title,
        pictures,
        refusal,
        steps.address if steps else None,
        steps.declare if steps else (),
        code_of(whole),
    )


def _pictures(post: Post) -> tuple[dict[str, bytes], Refusal | None]:
    """Cover, carousel and one long picture, the disclaimers whole on each."""
    from publisher.rendering.cards import COVER, card, carousel, long_picture  # drawing takes a moment to import

    foot = "\n".join(line for line in (*post.heads, *post.footers, byline_text(post)) if line)
    body, language = to_text(post.body), post.language.value
    try:
        found = {
            f"card-{number:02}.png": one for number, one in enumerate(carousel(post.title, body, foot, language), 1)
        }
        found["long.png"] = long_picture(post.title, body, foot, language)
        found["cover.png"] = card(post.title, "", byline_text(post), language, COVER)
    except Refusal as refusal:
        return {}, refusal
    return found, None


def code_of(words: str) -> str:
    """A QR code as SVG."""
    import segno  # only where a code is drawn

    out = io.BytesIO()
    segno.make(words, error="l", micro=False).save(out, kind="svg", scale=4, border=3, xmldecl=False)
    return out.getvalue().decode()


def write(found: Package, folder: Path, language: str) -> list[str]:
    """The package as files of a folder; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = found.files(language)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sorted(files)
