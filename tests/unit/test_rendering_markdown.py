"""Markdown becomes safe HTML: emphasis as doctors type it, the specification kept, no markup out of the text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from publisher.rendering.markdown import clean, parser, to_html
from tests.support.html import Outline, outline
from tests.support.markdown_texts import TEXTS


@pytest.mark.parametrize(
    ("written", "bold"),
    [
        ("**注意：**不要", "注意："),
        ("这是**高血压（hypertension）**患者", "高血压（hypertension）"),
        ("**важно!**обратитесь", "важно!"),
        ("体温**≥38.5℃**时", "≥38.5℃"),
        ("слово**(важно)**слово", "(важно)"),
        ("читайте**«Памятку»**сразу", "«Памятку»"),
        ("IVF**（试管婴儿）**是", "（试管婴儿）"),
        ("**注意：**DNA", "注意："),
        ("**важно!**IVF", "важно!"),
        ("**重要**：内容", "重要"),
        ("请看**《指南》**和**“说明”**。", "《指南》"),
    ],
)
def test_bold_beside_chinese_and_cyrillic_letters_is_bold(written: str, bold: str) -> None:
    assert f"<strong>{bold}</strong>" in to_html(written)


@pytest.mark.parametrize(
    "written",
    ['a*"foo"*', "пристаням_стремятся_", "цена*: 5 и вес*: 3", "价格*：5，重量*：3", "2 * 3 * 4", "a * 中 * b"],
)
def test_an_asterisk_that_only_notes_something_stays_an_asterisk(written: str) -> None:
    assert "<em>" not in to_html(written)


def test_all_cases_of_the_specification_render_and_none_changes_by_our_rule(shared: Path) -> None:
    cases = json.loads((shared / "conformance" / "commonmark.json").read_text(encoding="utf-8"))
    assert len(cases) == 652
    ours, plain = parser(html=True, links=False), MarkdownIt("commonmark")
    changed = [case["example"] for case in cases if ours.render(case["markdown"]) != plain.render(case["markdown"])]
    assert changed == []
    wrong = [case["example"] for case in cases if _squeezed(ours.render(case["markdown"])) != _squeezed(case["html"])]
    assert wrong == []


def test_all_cases_of_the_specification_come_out_as_safe_html(shared: Path) -> None:
    for case in json.loads((shared / "conformance" / "commonmark.json").read_text(encoding="utf-8")):
        assert_safe(to_html(case["markdown"]))


@given(TEXTS)
def test_no_text_breaks_the_html(markdown: str) -> None:
    assert_safe(to_html(markdown))


@given(TEXTS)
def test_what_leaves_passes_the_allow_list_unchanged(markdown: str) -> None:
    html = to_html(markdown)
    assert clean(html) == html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](JaVaScRiPt&colon;alert(1))",
        "<javascript:alert(1)>",
        "<details open ontoggle=alert(1)>",
        '[a](https://e.example "x\\" onmouseover=alert(1)")',
        "| a | b |\n|--|--|\n| <svg/onload=alert(1)> | 2 |",
        "```\n</code></pre><script>alert(1)</script>\n```",
    ],
)
def test_an_attack_in_the_text_is_shown_as_text(attack: str) -> None:
    assert_safe(to_html(attack))


def test_a_picture_becomes_its_description_and_loads_nothing() -> None:
    assert to_html("![a **scan**](https://elsewhere.example/x.png)") == "<p>a scan</p>\n"


def test_headings_of_a_text_begin_below_the_title_and_skip_no_level() -> None:
    html = to_html("# One\n\n#### Two\n\n## Three\n\n###### Four")
    assert re.findall(r"<(h\d)>", html) == ["h2", "h3", "h3", "h4"]


def test_the_columns_of_a_table_keep_their_side_without_a_style() -> None:
    html = to_html("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert '<td class="right">1</td>' in html
    assert "style" not in html


def test_a_bare_link_ends_where_chinese_punctuation_begins() -> None:
    html = to_html("详见https://who.example/zh。另外（https://a.example/b）")
    assert '<a href="https://who.example/zh" class="bare"' in html
    assert 'href="https://a.example/b"' in html


def test_crossed_out_words_are_not_crossed_out() -> None:
    assert to_html("~~take it~~") == "<p>~~take it~~</p>\n"


def assert_safe(html: str) -> None:
    found: Outline = outline(html)
    assert found.errors == []
    assert found.tags <= {
        *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre"),
        *("table", "thead", "tbody", "tr", "th", "td", "a"),
    }
    assert {name for name, _ in found.attributes} <= {"href", "title", "rel", "start", "class"}
    links = [value for name, value in found.attributes if name == "href"]
    assert all(re.match(r"(?i)(https?|mailto|tel):", value) for value in links), links


def _squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?<=>)\s+|\s+(?=<)", "", html)).strip()
