"""Texts as hypothesis makes them up: the signs Markdown cares about, beside Chinese and Cyrillic words, and anything."""

from hypothesis import strategies as st

_SIGNS = st.sampled_from(
    [*"*_`~[]()<>!#>-+|\\\n .:/&\"'1ab", "**", "注意", "：", "важно", "！", "https://a.example/x", "\t"]
)
TEXTS = st.lists(_SIGNS, max_size=60).map("".join) | st.text(max_size=200)
