"""Whatever a channel gives as its reason is a sentence of the catalogues, so that no reader meets bare English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import publisher
from publisher.domain.places import Language
from publisher.ui import i18n

PACKAGE = Path(publisher.__file__).parent
MODULES = sorted(
    [*(PACKAGE / "channels").rglob("*.py"), PACKAGE / "net.py", PACKAGE / "services" / "delivering.py"],
)
GIVERS = {"RetryLater", "Rejected", "Reconnect", "Unknown", "NotSent", "Untrusted", "MaybeSent"}
BARE = {
    '""',  # a look-up that proved nothing and of which there is nothing to say
}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _reasons(tree: ast.AST) -> Iterator[ast.expr]:
    """What is handed to an outcome or an error of the network, and what a test of an account returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node) in GIVERS:
            yield node.args[0]
        if isinstance(node, ast.FunctionDef) and node.name == "test":
            yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)


def _bare(expression: ast.expr) -> Iterator[str]:
    """Words in the expression that no `say` holds: texts, texts with slots, and what is made of them."""
    if isinstance(expression, ast.Call):
        if _name(expression) != "say" and isinstance(expression.func, ast.Attribute):
            yield from _bare(expression.func.value)
        return
    if isinstance(expression, ast.JoinedStr) or (
        isinstance(expression, ast.Constant) and isinstance(expression.value, str)
    ):
        yield ast.unparse(expression).replace("'", '"')
    elif isinstance(expression, ast.IfExp):
        yield from (*_bare(expression.body), *_bare(expression.orelse))
    elif isinstance(expression, ast.BinOp | ast.BoolOp):
        parts = expression.values if isinstance(expression, ast.BoolOp) else [expression.left, expression.right]
        yield from (words for part in parts for words in _bare(part))


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) == "say":
            yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_reason_is_a_bare_text(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    assert [words for reason in _reasons(tree) for words in _bare(reason) if words not in BARE] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Unknown('gone')", ['"gone"']),
        ("Failed(Rejected(f'no {x}'))", ['f"no {x}"']),
        ("net.NotSent('no {}'.format(x))", ['"no {}"']),
        ("Reconnect(say('no') if x else 'yes')", ['"yes"']),
        ("RetryLater(found or 'busy')", ['"busy"']),
        ("def test(self):\n    return 'wrong' if x else None", ['"wrong"']),
        ("Unknown(say('gone'))", []),
        ("Unknown(answer.reason)", []),
    ],
)
def test_a_bare_text_is_found_wherever_it_is_given(code: str, found: list[str]) -> None:
    assert [words for reason in _reasons(ast.parse(code)) for words in _bare(reason)] == found


def test_every_sentence_of_the_channels_is_said_in_chinese_and_in_russian() -> None:
    said = {template for module in MODULES for template in _said(ast.parse(module.read_text("utf-8")))}
    assert len(said) > 100
    missing = [
        (language.value, template)
        for language in (Language.ZH, Language.RU)
        for template in sorted(said)
        if re.search(r"[a-z]", re.sub(r"\{\w+\}", "", template)) and i18n.translate(template, language) == template
    ]
    assert missing == []
