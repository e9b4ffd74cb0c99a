"""Every text through every channel: no exception, valid markup, no lost word, disclaimers whole, never over a limit."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from publisher.channels.contract import Channel, Post, Rendered
from publisher.channels.registry import channels
from publisher.domain.errors import Refusal
from publisher.domain.places import Language
from publisher.policy.text import language_of
from publisher.rendering.layers import visible
from publisher.rendering.lengths import length
from publisher.rendering.markdown import to_html
from publisher.rendering.spans import layer
from tests.support.documents import DOCUMENTS
from tests.support.html import outline
from tests.support.markdown_texts import TEXTS
from tests.support.posts import post

KINDS = channels(Path("/nowhere"), "https://answers.example/site")
HTML = {"html", "wordpress_blocks", "org.matrix.custom.html"}
LONGER_THAN_A_THREAD = {("weibo", "ru long")}
ARTICLES = {"site", "wordpress", "ghost", "wechat", "webhook", "email"}
HEADS = {
    Language.ZH: ("此处仅回答共性问题，无法判断您的个人病情。", "内容由AI生成，已由署名医生核准。"),
    Language.RU: ("Отвечаю в общем виде, оценить вашу ситуацию здесь нельзя.",),
    Language.EN: ("A general answer. I cannot assess your own situation here.",),
}
FOOTERS = {
    Language.ZH: ("本内容为健康科普，不构成诊断、治疗或用药建议，不能替代面诊。身体不适请到正规医疗机构就诊。",),
    Language.RU: ("Материал просветительский, не является консультацией, диагнозом или назначением.",),
    Language.EN: ("Educational information only. Not medical advice. See your own clinician.",),
}


def written(body: str, language: Language) -> Post:
    plain = post(1, language.value, title="T 题", body=body, sources=("WHO, 2016",))
    return replace(plain, heads=HEADS[language], footers=FOOTERS[language])


def fits_there(channel: Channel, language: Language) -> Language:
    return language if language in channel.capabilities.languages else channel.capabilities.languages[0]


def texts_of(rendered: Rendered) -> list[str]:
    """What a reader sees of each part."""
    return [
        outline(part.text).text if part.format == "html" and rendered.channel not in ("telegram", "max") else seen(part)
        for part in rendered.parts
    ]


def seen(part: object) -> str:
    text, form = part.text, part.format  # type: ignore[attr-defined]
    return visible(re.sub(r"<!--.*?-->", "", text)) if form in HTML else text


def assert_right(channel: Channel, content: Post) -> None:
    rendered = channel.render(content)
    shown = texts_of(rendered)
    assert not rendered.truncated
    for part in rendered.parts:
        counted = seen(part) if channel.kind == "telegram" else part.text
        assert part.length == length(counted, part.unit), (channel.kind, part)
        assert part.limit is None or part.length <= part.limit
        if part.format in HTML:
            assert outline(part.text).errors == []
    assert all(said in shown[0] for said in (*content.heads, *content.footers))
    everything = "".join(shown)
    of_html = channel.kind in ARTICLES  # which numbers its lists by itself
    wanted = outline(to_html(content.body)).text if of_html else layer(content.body).text
    assert not words(wanted) - words(everything)
    assert content.title in everything


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w", text))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_doctors_write_comes_out_whole(kind: str, name: str) -> None:
    content = written(DOCUMENTS[name], fits_there(KINDS[kind], language_of(DOCUMENTS[name])))
    if (kind, name) in LONGER_THAN_A_THREAD:
        with pytest.raises(Refusal, match="is the most"):
            KINDS[kind].render(content)
    else:
        assert_right(KINDS[kind], content)


@pytest.mark.parametrize("kind", KINDS)
def test_every_case_of_the_specification_comes_out_whole(kind: str, shared: Path) -> None:
    for case in json.loads((shared / "conformance" / "commonmark.json").read_text(encoding="utf-8")):
        assert_right(KINDS[kind], written(case["markdown"], fits_there(KINDS[kind], Language.EN)))


def test_an_article_longer_than_the_network_takes_is_refused_whole() -> None:
    with pytest.raises(Refusal, match="20000 is the most"):
        KINDS["wechat"].render(written(DOCUMENTS["en long"] * 4, Language.EN))


@given(TEXTS)
@settings(max_examples=25)
def test_no_text_at_all_breaks_a_renderer(markdown: str) -> None:
    for channel in KINDS.values():
        assert_right(channel, written(markdown, fits_there(channel, Language.EN)))
