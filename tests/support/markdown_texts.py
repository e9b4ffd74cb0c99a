"""Texts as hypothesis makes them up: the signs Markdown cares about, Chinese and Cyrillic words, and anything."""

from hypothesis import strategies as st

_SIGNS = st.sampled_from(
    [*"*_`~[]()<>!#>-+|\\\n .:/&\"'1ab", "**", "注意", "：", "важно", "！", "https://a.example/x", "\t"]
)
_ANYTHING = st.characters(exclude_categories=())  # lone surrogates and control characters too
TEXTS = st.lists(_SIGNS, max_size=60).map("".join) | st.text(_ANYTHING, max_size=200)
