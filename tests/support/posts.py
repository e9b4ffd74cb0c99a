"""Signed posts as a channel gets them, in three languages, and the site they are sent to."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from publisher.channels.contract import Account, Byline, Delivery, Outcome, Post, Sent
from publisher.channels.site import SiteChannel
from publisher.domain.places import Language
from tests.support.html import outline

ADDRESS = "https://answers.example/site"
ACCOUNT = Account("account", "site", "site", {})
SIGNED = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
WITHDRAWN = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

_BYLINES = {
    Language.ZH: Byline("林知夏", "妇产科", "SAMPLE-CN-1", "示例卫生健康委员会", date(2028, 12, 31)),
    Language.RU: Byline("Ветрова А. С.", "акушерство", "SAMPLE-RU-2", "Образцовая комиссия", date(2028, 9, 30)),
    Language.EN: Byline(
        "Eleanor Ashdown", "obstetrics", "SAMPLE-3", "Sample Register", date(2028, 6, 30), "Marcus Hale"
    ),
}
_TEXTS = {
    Language.ZH: (
        "孕期发热怎么办",
        "可以先在家观察吗？",
        "**注意：**不要自行加量。",
        "不能代替面诊。",
        "世界卫生组织 https://who.example/zh。",
    ),
    Language.RU: ("Температура", "Можно ли ждать дома?", "**Важно!**Обратитесь.", "Не заменяет врача.", "ВОЗ, 2016"),
    Language.EN: ("Fever in pregnancy", "May I wait at home?", "**Never** raise it.", "No substitute.", "WHO, 2016"),
}
_LONGER = "\n\n## {0}\n\n- a\n- b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n> {0}\n\n1. `c`\n"


def entry_id(number: int) -> str:
    return f"{number:026d}"


def post(number: int, language: str = "zh", **changes: Any) -> Post:
    """Post number N was signed N hours before SIGNED, so that a smaller number is the newer one."""
    tongue = Language(language)
    title, question, body, disclaimer, source = _TEXTS[tongue]
    signed = SIGNED - timedelta(hours=number)
    plain = Post(
        entry=entry_id(number),
        revision=f"revision-{number}",
        revision_digest="",
        kind="answer",
        language=tongue,
        title=f"{title} {number}",
        body=body + _LONGER.format(title),
        question=question,
        sources=(source,),
        heads=(f"{disclaimer} ↑",),
        footers=(f"{disclaimer} ↓",),
        byline=_BYLINES[tongue],
        signed_at=signed,
        review_by=date(2027, 11, 18),
        stages=("weeks-0-20",),
        published_at=signed,
    )
    changed = replace(plain, **changes)
    return replace(changed, revision_digest=hashlib.sha256(repr(changed).encode()).hexdigest())


def delivery(site: SiteChannel, content: Post, key: str | None = None) -> Delivery:
    return Delivery(key or f"key-{content.entry}", content, site.render(content))


def site_in(root: Path, address: str = ADDRESS) -> SiteChannel:
    return SiteChannel(root, address, clock=lambda: WITHDRAWN)


def send(site: SiteChannel, content: Post) -> Sent:
    return sure(site.send(ACCOUNT, delivery(site, content)))


def withdraw(site: SiteChannel, content: Post, reason: str | None = None, **changes: Any) -> Sent:
    gone = replace(content, **({"status": "withdrawn", "status_reason": reason} | changes))
    return sure(site.remove(ACCOUNT, f"{content.language}/{content.entry}", delivery(site, gone)))


def sure(outcome: Outcome) -> Sent:
    assert isinstance(outcome, Sent), outcome
    return outcome


def files(root: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """Path to bytes of what a reader can reach; with `hidden` the records too."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if hidden or not name.startswith(".")}


def page_of(root: Path, content: Post) -> str:
    return (root / content.language / content.entry / "index.html").read_text(encoding="utf-8")


def mentions(found: dict[str, bytes], words: str) -> list[str]:
    return [name for name, content in found.items() if words.encode() in content]


def changed_between(before: dict[str, bytes], after: dict[str, bytes]) -> Iterable[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def fill(site: SiteChannel, count: int) -> None:
    """That many posts in turn in the three languages, in two stages."""
    for number in range(count):
        send(
            site, post(number, ("zh", "ru", "en")[number % 3], stages=(("weeks-0-20", "newborn", "自定")[number % 2],))
        )


def dead_links(root: Path) -> list[str]:
    """Links to pages that are not there, on every page a reader can come to from the front page or a text's address."""
    found = files(root)
    todo = ["index.html", *(name for name in found if re.match(r"[a-z]{2}/[0-9a-z]{26}/", name))]
    seen, dead = set(todo), []
    while todo:
        name = todo.pop()
        page = outline(found[name].decode()) if name.endswith(".html") else outline("")
        for attributes in page.all("a") + page.all("link", rel="stylesheet"):
            target = urljoin(f"http://here/{name}", attributes["href"]).partition("#")[0].partition("?")[0]
            if target.startswith("http://here/"):
                path = target.removeprefix("http://here/")
                path += "index.html" if path.endswith("/") or not path else ""
                if path not in found:
                    dead.append(f"{name} -> {path}")
                elif path not in seen:
                    seen.add(path)
                    todo.append(path)
    return dead
