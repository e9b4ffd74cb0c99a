"""Reads HTML the strict way: every element closed in order, every attribute seen."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "meta", "link", "input"}


@dataclass
class Outline:
    """`errors` names elements that were closed wrongly or not at all."""

    tags: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    text: str = ""
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of every such element; `wanted` must be among them."""
        return [
            attributes for name, attributes in self.elements if name == tag and wanted.items() <= attributes.items()
        ]


def outline(html: str) -> Outline:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.outline.errors += [f"<{tag}> is never closed" for tag in reader.open]
    return reader.outline


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outline, self.open = Outline(), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.outline.tags.add(tag)
        self.outline.elements.append((tag, given))
        self.outline.attributes += given.items()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # `<br/>` is written so by some; on any other element the stroke says nothing

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.outline.errors.append(f"</{tag}> closes nothing that was open last")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.outline.scripts.append(data)
        else:
            self.outline.text += data
