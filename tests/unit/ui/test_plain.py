"""What people wrote is shown as they wrote it, in a label as in a text."""

import pytest

from publisher.ui.plain import plain


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("孕5~6周可以吃叶酸吗？每天1~2片", "孕5\\~6周可以吃叶酸吗？每天1\\~2片"),
        ("0.4*2", "0.4\\*2"),
        ("[here](https://example.org)", "\\[here\\](https\\://example.org)"),
        ("$5 :red[x]", "\\$5 \\:red\\[x\\]"),
        ("1. May I?", "1\\. May I?"),
        ("- no", "\\- no"),
        ("Can I take 5 mg?", "Can I take 5 mg?"),
    ],
)
def test_every_sign_that_markdown_reads_is_escaped(words: str, shown: str) -> None:
    assert plain(words) == shown
