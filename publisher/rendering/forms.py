"""Markdown in the forms that article networks want: WordPress blocks, HTML with inline styles, without links."""

from functools import cache
from typing import Any

from publisher.rendering.markdown import blocks_of, html_of, links_to_words, parse

_HEADING, _RULE = "heading", "hr"
_STYLE = """
section{font-size:16px;line-height:1.75;color:#1f2328;letter-spacing:.02em}
p{margin:0 0 1em}
h2{font-size:20px;margin:1.4em 0 .6em;font-weight:bold}
h3,h4,h5,h6{font-size:17px;margin:1.2em 0 .5em;font-weight:bold}
blockquote{margin:0 0 1em;padding:.4em 1em;border-left:3px solid #8aa0b4;color:#4a5560}
ul,ol{margin:0 0 1em;padding-left:1.6em}
li{margin:0 0 .3em}
table{border-collapse:collapse;width:100%;margin:0 0 1em}
th,td{border:1px solid #c9d1d9;padding:.4em .6em;text-align:left}
pre{white-space:pre-wrap;background-color:#f3f5f7;padding:.8em;margin:0 0 1em}
hr{border:0;border-top:1px solid #c9d1d9;margin:1.6em 0}
.note{font-size:14px;color:#4a5560;background-color:#f3f5f7;padding:.6em .9em}
.small{font-size:14px;color:#4a5560}
"""


def article_html(markdown: str, *, links: bool = True) -> str:
    """Safe HTML of a text; without links their addresses are said in brackets."""
    tokens = parse(markdown)
    return html_of(tokens if links else links_to_words(tokens))


def with_inline_styles(html: str) -> str:
    """For readers that drop style sheets (WeChat, mail programs): each element carries its own style."""
    return str(_inliner().inline_fragment(html, _STYLE))


@cache
def _inliner() -> Any:
    import css_inline  # few commands need it

    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def wordpress_blocks(markdown: str) -> str:
    """The text as blocks of the WordPress editor, so that it can be edited there without a “classic” block."""
    return "\n\n".join(block(kind, html) for kind, html in blocks_of(parse(markdown)))


def block(kind: str, html: str) -> str:
    """One block: its comments around it, and the class that WordPress expects on its element."""
    if kind == _HEADING:
        level = int(html[2])
        attributes = "" if level == 2 else f' {{"level":{level}}}'
        return _commented(
            "heading" + attributes, html.replace(f"<h{level}>", f'<h{level} class="wp-block-heading">', 1)
        )
    if kind in ("fence", "code_block"):
        return _commented("code", html.replace("<pre>", '<pre class="wp-block-code">', 1))
    if kind == "blockquote":
        return _commented("quote", html.replace("<blockquote>", '<blockquote class="wp-block-quote">', 1))
    if kind == "bullet_list":
        return _commented("list", html)
    if kind == "ordered_list":
        return _commented('list {"ordered":true}', html)
    if kind == "table":
        return _commented("table", f'<figure class="wp-block-table">{html}</figure>')
    if kind == _RULE:
        return _commented("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')
    return _commented("paragraph", html)


def _commented(name: str, html: str) -> str:
    return f"<!-- wp:{name} -->\n{html}\n<!-- /wp:{name.split()[0]} -->"
