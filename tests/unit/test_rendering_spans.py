"""One layer of text with spans: no word is lost, every span lies over what it names."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.rendering.markdown import to_html
from publisher.rendering.spans import Layer, SpanKind, layer, to_text
from tests.support.html import outline
from tests.support.markdown_texts import TEXTS


def named(found: Layer, kind: SpanKind) -> list[tuple[str, str | None]]:
    return [(found.text[span.start : span.end], span.value) for span in found.spans if span.kind is kind]


@given(TEXTS)
def test_every_word_a_reader_of_the_page_sees_is_in_the_layer(markdown: str) -> None:
    seen, kept = outline(to_html(markdown)).text, layer(markdown).text
    assert not words(seen) - words(kept)


@given(TEXTS)
def test_every_span_lies_within_the_text_and_covers_something(markdown: str) -> None:
    found = layer(markdown)
    assert all(0 <= span.start < span.end <= len(found.text) for span in found.spans)


@given(st.lists(st.sampled_from(["**b** ", "*i* ", "[l](https://a.example) ", "`c` ", "w "]), max_size=20).map("".join))
def test_spans_of_one_line_are_nested_or_apart_never_crossing(markdown: str) -> None:
    spans = layer(markdown).spans
    assert not [(a, b) for a in spans for b in spans if a.start < b.start < a.end < b.end]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w", text))


def test_each_kind_of_mark_becomes_a_span() -> None:
    found = layer("# T\n\n**b** *i* `c` [l](https://a.example)\n\n- x\n- y\n\n1. z\n\n> q\n\n```\np\n```")
    assert named(found, SpanKind.HEADING) == [("T", "1")]
    assert named(found, SpanKind.BOLD) == [("b", None)]
    assert named(found, SpanKind.ITALIC) == [("i", None)]
    assert named(found, SpanKind.CODE) == [("c", None)]
    assert named(found, SpanKind.LINK) == [("l", "https://a.example")]
    assert named(found, SpanKind.LIST) == [("• x\n• y", "bullet"), ("1. z", "ordered")]
    assert named(found, SpanKind.QUOTE) == [("q", None)]
    assert named(found, SpanKind.PREFORMATTED) == [("p", None)]


def test_spans_come_outermost_first() -> None:
    kinds = [span.kind for span in layer("> # *a **b***").spans]
    assert kinds == [SpanKind.QUOTE, SpanKind.HEADING, SpanKind.ITALIC, SpanKind.BOLD]


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("# 发热\n\n**注意：**不要", "发热\n\n注意：不要"),
        ("- a\n- b\n  - c\n- d\n\nend", "• a\n• b\n  • c\n• d\n\nend"),
        ("- a\n\n- b", "• a\n• b"),
        ("3. x\n4. y", "3. x\n4. y"),
        ("| a | b |\n|--|--|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("one\n\n---\n\ntwo", "one\n\n———\n\ntwo"),
        ("see [WHO](https://who.example) now", "see WHO (https://who.example) now"),
        ("see https://who.example now", "see https://who.example now"),
        ("[mail](mailto:a@b.example) [a@b.example](mailto:a@b.example)", "mail (mailto:a@b.example) a@b.example"),
        ("<b>x</b> & y", "<b>x</b> & y"),
        ("", ""),
    ],
)
def test_plain_text_reads_well(markdown: str, plain: str) -> None:
    assert to_text(markdown) == plain
