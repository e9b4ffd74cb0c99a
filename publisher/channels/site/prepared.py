"""The rendered body of a post, kept beside its record so that a rebuild of thousands of pages parses none of them.

It is only a shortcut: one made by another version of the renderer, or for other words, is made anew.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from publisher import rendering
from publisher.channels.contract import Post
from publisher.channels.site.words import word
from publisher.domain.places import Language
from publisher.rendering.markdown import html_of, parse, to_html
from publisher.rendering.markup import Markup
from publisher.rendering.spans import text_of


@dataclass(frozen=True)
class Prepared:
    """`mark` names the words and the renderer. `html` passed the allow-list; `plain` is the same without markup."""

    mark: str
    html: Markup
    plain: str


def prepare(post: Post) -> Prepared:
    tokens = parse(post.body)
    plain = text_of(tokens)  # first: rendering renames the headings
    return Prepared(_mark(post), _framed(html_of(tokens), post.language), plain)


def body_html(body: str, language: Language) -> Markup:
    return _framed(to_html(body), language)


def _framed(html: str, language: Language) -> Markup:
    """Tables may be scrolled sideways, with the keyboard too. A `<table>` of the text itself is escaped by now."""
    opened = f'<div class="table" role="region" tabindex="0" aria-label="{word(language, "table")}"><table>'
    return Markup(html.replace("<table>", opened).replace("</table>", "</table></div>"))


def load(file: Path, post: Post) -> Prepared | None:
    """What was kept, if it still is what `prepare` would give."""
    try:
        raw = json.loads(file.read_bytes())
        kept = Prepared(raw["mark"], Markup(raw["html"]), raw["plain"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if kept.mark == _mark(post) else None


def dump(prepared: Prepared) -> str:
    return json.dumps(asdict(prepared), ensure_ascii=False)


def _mark(post: Post) -> str:
    words = hashlib.sha256(post.body.encode("utf-8", "replace")).hexdigest()[:24]
    return f"{renderer_version()}:{post.language.value}:{words}"


@cache
def renderer_version() -> str:
    """Changes with every change of the code and the words that an article is rendered from."""
    digest = hashlib.sha256()
    own = [Path(__file__).with_name(name) for name in ("article.py", "prepared.py", "words.py")]
    for source in (*own, *sorted(Path(rendering.__path__[0]).glob("*.py"))):
        digest.update(source.read_bytes())
    digest.update("".join(version(name) for name in ("markdown-it-py", "nh3", "linkify-it-py")).encode())
    return digest.hexdigest()[:16]
