"""Documents of tables: nothing is cut, whatever the script, and a sign no font draws is written by its number."""

from datetime import UTC, datetime

from publisher.rendering.documents import Section, as_markdown, as_pdf

AT = datetime(2026, 11, 24, tzinfo=UTC)
SECTIONS = [
    Section("", ("what", "value"), (("verdict", "block"),)),
    Section("Находки 发现", ("rule", "words"), (("CN-1", "你先吃阿莫西林 | " * 40), ("RU-1", "🙂\ud800 слово"))),
    Section("Signature", sentence="Not signed."),
]


def test_markdown_keeps_one_row_to_a_line() -> None:
    text = as_markdown("Report", SECTIONS)
    assert text.startswith("# Report\n\n| what | value |\n| --- | --- |\n| verdict | block |")
    assert "Not signed." in text
    assert text.count("\n| CN-1") == 1


def test_a_pdf_is_made_of_three_scripts_and_of_signs_no_font_draws() -> None:
    made = as_pdf("Report 报告 Отчёт", SECTIONS, AT)
    assert made.startswith(b"%PDF-")
    assert made == as_pdf("Report 报告 Отчёт", SECTIONS, AT)


def test_a_long_table_goes_on_over_pages() -> None:
    rows = tuple((number, "слово " * 60) for number in range(60))
    assert as_pdf("Long", [Section("All", ("n", "words"), rows)], AT).count(b"/Type /Page\n") > 2
