"""What a reader finds on a page: the whole signed text, who answers for it, its languages, an honest tombstone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from publisher.channels.site import SiteChannel
from publisher.channels.site.words import word
from publisher.domain.places import Language
from tests.support.html import outline
from tests.support.posts import (
    ADDRESS,
    dead_links,
    entry_id,
    files,
    mentions,
    page_of,
    post,
    send,
    site_in,
    withdraw,
)
from tests.support.schema_org import violations

ATTACK = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>&amp;\u2028'


@pytest.fixture
def site(tmp_path: Path) -> SiteChannel:
    return site_in(tmp_path / "site")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ["post", "answer"])
def test_a_page_says_who_signed_what_and_until_when(site: SiteChannel, language: Language, kind: str) -> None:
    content = post(1, language, kind=kind)
    send(site, content)
    page = outline(page_of(site.site_root, content))
    byline = content.byline
    assert page.errors == []
    for words in (
        *(content.title, content.question, *content.heads, *content.footers, byline.doctor, byline.specialty),
        *(byline.licence_number, byline.licence_authority, byline.reviewer or byline.doctor),
        *(word(language, "signed_by"), word(language, "licence"), word(language, "verify")),
        content.revision_digest[:4],
    ):
        assert words is not None
        assert words in page.text
    dates = {attributes["datetime"] for attributes in page.all("time")}
    assert dates == {content.signed_at.date().isoformat(), "2027-11-18"}
    assert [attributes["lang"][:2] for attributes in page.all("html")] == [language.value]


def test_sources_that_a_footer_names_are_not_listed_again(site: SiteChannel) -> None:
    listed = post(1)
    named = post(2, footers=(f"By Dr Li. Sources: {listed.sources[0]}.",))
    for content in (listed, named):
        send(site, content)
        text = outline(page_of(site.site_root, content)).text
        assert text.count(content.sources[0]) == 1
    assert word(Language.ZH, "sources") in outline(page_of(site.site_root, listed)).text


def test_the_words_for_signing_are_the_fields_own() -> None:
    assert word(Language.ZH, "signed_by").startswith("签发")
    assert word(Language.RU, "signed_by").startswith("Утвердил")


@pytest.mark.parametrize("kind", ["post", "answer"])
def test_nothing_a_person_wrote_becomes_markup(site: SiteChannel, kind: str) -> None:
    byline = replace(post(1).byline, doctor=ATTACK, specialty=ATTACK, licence_number=ATTACK, licence_authority=ATTACK)
    content = post(
        1, kind=kind, title=ATTACK, question=ATTACK + "?", body=ATTACK, sources=(ATTACK,), heads=(ATTACK,),
        footers=(ATTACK,), byline=byline, stages=(ATTACK,),
    )  # fmt: skip
    send(site, content)
    for name, document in files(site.site_root).items():
        if name.endswith(".html"):
            page = outline(document.decode())
            assert page.errors == [], name
            assert not {"img", "iframe", "object"} & page.tags, name
            assert [a for a in page.all("script") if a != {"type": "application/ld+json"}] == [], name
            assert not [value for attribute, value in page.attributes if attribute.startswith("on")], name
    (script,) = outline(page_of(site.site_root, content)).scripts
    assert "<" not in script
    assert violations(json.loads(script)) == []
    withdraw(site, content, ATTACK)
    assert "img" not in outline(page_of(site.site_root, content)).tags


def test_a_page_runs_nothing_and_loads_nothing_from_elsewhere(site: SiteChannel) -> None:
    content = post(1, body="![x](https://elsewhere.example/x.png)")
    send(site, content)
    html = page_of(site.site_root, content)
    page = outline(html)
    (policy,) = [a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "style" not in page.tags | {name for name, _ in page.attributes}
    loaded = [a["href"] for a in page.all("link") if a["rel"] in ("stylesheet", "icon")]
    assert loaded
    assert all(path.startswith("../../") for path in loaded)
    assert "elsewhere.example" not in html


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ["post", "answer"])
def test_the_data_for_search_engines_validates(site: SiteChannel, language: Language, kind: str) -> None:
    other = post(2, "en" if language is not Language.EN else "ru", kind=kind)
    send(site, other)
    content = post(1, language, kind=kind, translations={other.language: other.entry})
    send(site, content)
    (script,) = outline(page_of(site.site_root, content)).scripts
    data = json.loads(script)
    assert violations(data) == []
    assert data["@type"] == ("QAPage" if kind == "answer" else "MedicalWebPage")
    assert data["lastReviewed"] == content.signed_at.date().isoformat()
    assert data["reviewedBy"]["name"] == (content.byline.reviewer or content.byline.doctor)
    assert data["workTranslation"][0]["@id"] == f"{ADDRESS}/{other.language}/{other.entry}/"


def test_the_validator_sees_what_is_missing_unknown_or_of_the_wrong_kind() -> None:
    found = violations({"@type": "QAPage", "url": "nowhere", "colour": "red", "mainEntity": {"@type": "Answer"}})
    assert len(found) > 8
    assert any("no property colour" in line for line in found)
    assert any("page.url" in line for line in found)


def test_translations_point_at_each_other_as_soon_as_both_are_out(site: SiteChannel) -> None:
    zh, ru = post(1, "zh"), post(2, "ru", translations={Language.ZH: entry_id(1)})
    send(site, zh)
    assert alternates(site, zh) == {}
    send(site, ru)
    both = {"zh": f"{ADDRESS}/zh/{zh.entry}/", "ru": f"{ADDRESS}/ru/{ru.entry}/"}
    assert alternates(site, zh) == alternates(site, ru) == both
    en = post(3, "en", translations={Language.RU: entry_id(2)})
    send(site, en)
    all_three = both | {"en": f"{ADDRESS}/en/{en.entry}/"}
    assert alternates(site, zh) == alternates(site, ru) == alternates(site, en) == all_three
    withdraw(site, en)
    assert alternates(site, zh) == alternates(site, ru) == both
    assert alternates(site, en) == {}


def test_a_text_whose_translation_is_not_out_points_nowhere(site: SiteChannel) -> None:
    content = post(1, "zh", translations={Language.RU: entry_id(9), Language.EN: "../../x"})
    send(site, content)
    assert alternates(site, content) == {}


def alternates(site: SiteChannel, content: object) -> dict[str, str]:
    links = outline(page_of(site.site_root, content)).all("link", rel="alternate")  # type: ignore[arg-type]
    return {link["hreflang"]: link["href"] for link in links if "hreflang" in link}


@pytest.mark.parametrize("language", list(Language))
def test_a_sample_is_marked_on_its_page_in_lists_and_in_feeds(site: SiteChannel, language: Language) -> None:
    content = post(1, language, sample=True)
    send(site, content)
    marked = mentions(files(site.site_root), word(language, "sample"))
    assert {f"{language}/{content.entry}/index.html", f"{language}/index.html", f"feed.{language}.atom"} <= set(marked)
    assert word(language, "sample_note") in page_of(site.site_root, content)


@pytest.mark.parametrize("language", list(Language))
def test_a_withdrawn_text_leaves_a_tombstone_and_nothing_else(site: SiteChannel, language: Language) -> None:
    content = post(1, language, body="The body to be forgotten.", question="The question to be forgotten?")
    send(site, content)
    withdraw(site, content, "a newer guideline")
    page = outline(page_of(site.site_root, content))
    assert word(language, "withdrawn") in page.text
    assert "a newer guideline" in page.text
    assert "22" in page.text
    assert [a["content"] for a in page.all("meta", name="robots")] == ["noindex"]
    everything = files(site.site_root, hidden=True)
    assert mentions(everything, "to be forgotten") == []
    for name in (f"{language}/index.html", f"feed.{language}.atom", f"feed.{language}.json", "sitemap.xml"):
        assert content.entry not in everything[name].decode()
    assert dead_links(site.site_root) == []


def test_a_replaced_text_leads_to_its_successor(site: SiteChannel) -> None:
    old, new = post(2), post(1)
    send(site, old)
    send(site, new)
    withdraw(site, old, status="superseded", superseded_by=new.entry)
    page = outline(page_of(site.site_root, old))
    assert {"href": f"../{new.entry}/"} in page.all("a")
    assert word(Language.ZH, "superseded") in page.text
    assert dead_links(site.site_root) == []
