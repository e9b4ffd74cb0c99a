"""What the platforms and standards publish as cases: links, lengths, and where links, names and tags stand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from publisher.rendering.facets import FacetKind, cash_tags, facets
from publisher.rendering.lengths import Unit, length
from publisher.rendering.links import link_finder


def load(shared: Path, name: str) -> Any:
    return json.loads((shared / "conformance" / name).read_text(encoding="utf-8"))


def test_a_post_is_as_long_as_mastodon_counts_it(shared: Path) -> None:
    for group in load(shared, "mastodon_counting.json"):
        for case in group["cases"]:
            whole = made(case["cw"]) + made(case["text"])
            assert (length(whole, Unit.LINKS_23) > 500) is case["over500"], case


def made(formula: str) -> str:
    """`a*476 + ' http://' + b*30`: the cases are written as sums of repeated letters and quoted words."""
    pieces = [piece.strip() for piece in formula.split(" + ")] if formula else []
    return "".join(
        p.strip("'") if "'" in p else p[0] * int(p[2:]) if re.fullmatch(r"\w\*\d+", p) else p for p in pieces
    )


def test_links_and_names_stand_where_bluesky_finds_them(shared: Path) -> None:
    cases = load(shared, "bsky_detection.json")["facets"]
    for text, wanted in zip(cases["inputs"], cases["outputs"], strict=True):
        raw, at, pieces = text.encode(), 0, []
        for one in sorted((f for f in facets(text) if f.kind is not FacetKind.TAG), key=lambda f: f.start):
            pieces += [[raw[at : one.start].decode()]] if one.start > at else []
            value = f"did:fake:{one.value}" if one.kind is FacetKind.NAME else one.value
            pieces.append([raw[one.start : one.end].decode(), value])
            at = one.end
        pieces += [[raw[at:].decode()]] if at < len(raw) else []
        assert pieces == wanted


def test_tags_stand_where_bluesky_finds_them(shared: Path) -> None:
    for text, tags, places in load(shared, "bsky_detection.json")["tags"]:
        found = [one for one in facets(text) if one.kind is FacetKind.TAG and not one.value.startswith("$")]
        assert [one.value for one in found] == tags
        assert [{"byteStart": one.start, "byteEnd": one.end} for one in found] == places


def test_cash_tags_stand_where_bluesky_finds_them(shared: Path) -> None:
    for text, tags, places in load(shared, "bsky_detection.json")["cash"]:
        found = cash_tags(text)
        assert [value for _, _, value in found] == tags
        spots = [{"byteStart": len(text[:a].encode()), "byteEnd": len(text[:b].encode())} for a, b, _ in found]
        assert spots == places


def cases_of(file: Path) -> list[tuple[str, str]]:
    """A line and the link in it, which is the line itself when nothing follows."""
    lines = [re.sub(r"\s+(?:%|//) .*$", "", line) for line in file.read_text(encoding="utf-8").splitlines()]
    groups = [g.split("\n") for g in re.split(r"\n\s*\n", "\n".join(x for x in lines if not x.startswith("%")))]
    return [(g[0], g[-1]) for group in groups if (g := [x for x in group if x.strip()])]


@pytest.mark.parametrize("scheme", ["http://", "https://", "mailto:"])
def test_every_written_link_is_found_whole(shared: Path, scheme: str) -> None:
    cases = [(line, link) for line, link in cases_of(shared / "conformance" / "links.txt") if link.startswith(scheme)]
    assert cases
    wrong = [(line, link) for line, link in cases if link not in [m.url for m in link_finder().match(line) or ()]]
    assert wrong == []


def test_what_is_no_link_is_not_taken_for_one(shared: Path) -> None:
    for line in (shared / "conformance" / "not_links.txt").read_text(encoding="utf-8").splitlines():
        line = line.partition(" // ")[0].partition("     %")[0]
        if line and not line.startswith("%"):
            assert not link_finder().match(line), line
