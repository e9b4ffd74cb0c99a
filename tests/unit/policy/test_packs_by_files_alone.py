"""A rule, a jurisdiction and a language are added by files alone; a planted fault is told with file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from publisher.domain.checking import CheckContext, Verdict
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.examples import run_examples, slow_patterns
from publisher.policy.gate import Gate
from publisher.resources import content_folder

RULE = """\
id: INT-NEW-01
kind: wording
area: NEW
level: block
languages: [en]
title: No purple pills
limit: A rule made for a test.
message: {en: No purple pills., zh: 不得出现紫色药丸。, ru: Без фиолетовых таблеток.}
match:
  - find: [purple]
cues:
  purple:
    meaning: purple pills
    en: ['\\bpurple pills?\\b']
instrument: {name: Test statute}
status: in_force
in_force_from: '2026-01-01'
confidence: high
examples:
  bad:
    - {text: The ⟦purple pill⟧ is here., language: en}
  good:
    - {text: The purple coneflower is a plant., language: en}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content with one article for a rule to come."""
    for folder in ("packs", "disclaimers", "contacts"):
        shutil.copytree(content_folder() / folder, tmp_path / folder)
    coverage = tmp_path / "packs" / "INT" / "coverage.yaml"
    coverage.write_text(
        coverage.read_text(encoding="utf-8")
        + "- article: Test statute\n  state: covered\n  rules: [INT-NEW-01, INT-REL-01]\n",
        encoding="utf-8",
    )
    (tmp_path / "packs" / "INT" / "rules" / "INT-NEW-01.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def rule_file(content: Path) -> Path:
    return content / "packs" / "INT" / "rules" / "INT-NEW-01.yaml"


def change(content: Path, old: str, new: str) -> None:
    file = rule_file(content)
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_rule_is_added_by_one_file(content: Path) -> None:
    gate = Gate.load(content)
    assert not [one for one in run_examples(gate, gate.packs[Jurisdiction.INT]) if one.rule == "INT-NEW-01"]
    assert gate.check("Buy the purple pill.", CheckContext(language=Language.EN)).verdict is Verdict.BLOCK


def test_a_jurisdiction_is_added_by_one_folder(content: Path) -> None:
    shutil.rmtree(content / "packs" / "IN")
    assert Jurisdiction.IN not in Gate.load(content).packs
    folder = content / "packs" / "IN"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        "id: IN\nname: India\nversion: 2026.11.1\nchecked_on: '2026-11-22'\nreview_due: '2027-02-22'\n",
        encoding="utf-8",
    )
    (folder / "coverage.yaml").write_text(
        "articles:\n- article: Test statute\n  state: covered\n  rules: [IN-NEW-01]\n", encoding="utf-8"
    )
    own = RULE.replace("INT-NEW-01", "IN-NEW-01").replace("purple", "orange")
    (folder / "rules" / "IN-NEW-01.yaml").write_text(own, encoding="utf-8")
    report = Gate.load(content).check(
        "An orange pill was invented in 1950.", CheckContext(language=Language.EN, jurisdictions=(Jurisdiction.IN,))
    )
    assert [finding.rule for finding in report.findings] == ["IN-NEW-01"]
    assert [pack.id for pack in report.packs] == ["IN", "INT"]


def test_a_language_is_added_to_a_rule_by_its_file(content: Path) -> None:
    change(content, "languages: [en]", "languages: [en, ru]")
    change(content, "    en: ['", "    ru: ['фиолетов\\w+ таблет\\w+']\n    en: ['")
    change(content, "  good:\n", "    - {text: Купите ⟦фиолетовую таблетку⟧., language: ru}\n  good:\n")
    gate = Gate.load(content)
    assert not [one for one in run_examples(gate, gate.packs[Jurisdiction.INT]) if one.rule == "INT-NEW-01"]
    report = gate.check("Вот фиолетовая таблетка.", CheckContext(language=Language.RU))
    assert "INT-NEW-01" in [finding.rule for finding in report.findings]


def test_a_language_gets_its_disclaimer_from_a_file(content: Path) -> None:
    file = content / "disclaimers" / "en.yaml"
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    read["disclaimers"] = [item for item in read["disclaimers"] if not item["id"].startswith("DL-EDU")]
    file.write_text(yaml.safe_dump(read, allow_unicode=True), encoding="utf-8")
    (content / "disclaimers" / "en-more.yaml").write_text(
        "disclaimers:\n- {id: DL-EDU-en, language: en, packs: [INT], place: footer, wording: own, always: true,"
        " text: Teaching only.}\n",
        encoding="utf-8",
    )
    report = Gate.load(content).check("Rest helps.", CheckContext(language=Language.EN))
    assert [item.text for item in report.disclaimers] == ["Teaching only."]


@pytest.mark.parametrize(
    ("spoil", "line", "words"),
    [
        (lambda content: change(content, "pills?", "(pills?"), 13, "broken pattern"),
        (lambda content: change(content, "kind: wording", "kind: feeling"), 2, "kind"),
        (lambda content: change(content, "find: [purple]", "find: [mauve]"), 9, "no cue is named mauve"),
        (lambda content: change(content, "level: block", "level: block\nlevle: x"), 5, "levle"),
        (lambda content: change(content, "area: NEW", "area: NEW\narea: OLD"), 4, "stands twice"),
        (
            lambda content: change(content, "- {text: The purple coneflower is a plant., language: en}", "[]"),
            24,
            "good",
        ),
        (lambda content: change(content, "examples:\n", "notes:\n"), 1, "examples"),
        (lambda content: change(content, "'\\bpurple", "'\\bPurple"), 13, "lower case"),
        (lambda content: change(content, "limit: A rule", "limit: [A rule"), 10, "not valid YAML"),
    ],
    ids=["pattern", "kind", "cue", "field", "twice", "no good example", "no examples", "capitals", "yaml"],
)
def test_a_broken_rule_stops_the_load_with_file_and_line(
    content: Path, spoil: Callable[[Path], None], line: int, words: str
) -> None:
    spoil(content)
    with pytest.raises(ConfigurationError) as caught:
        Gate.load(content)
    assert caught.value.file == str(rule_file(content))
    assert words in caught.value.message
    assert caught.value.line is not None
    assert abs(caught.value.line - line) <= 3


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("The ⟦purple pill⟧ is", "The purple ⟦pill is⟧", 21, "another place"),
        ("The ⟦purple pill⟧ is here.", "The green ⟦pill⟧ is here.", 21, "does not fire"),
        ("coneflower is a plant", "pill is a sweet", 23, "fires on"),
        (
            "is here., language: en}",
            "is here., language: en, fixed: Take amoxicillin 500 mg daily.}",
            21,
            "the fix does not pass",
        ),
        ("is here., language: en}", "is here., language: en, level: warn}", 21, "level block instead of warn"),
    ],
)
def test_a_wrong_example_fails_with_file_and_line(content: Path, old: str, new: str, line: int, words: str) -> None:
    change(content, old, new)
    gate = Gate.load(content)
    failures = [one for one in run_examples(gate, gate.packs[Jurisdiction.INT]) if one.rule == "INT-NEW-01"]
    assert failures
    assert failures[0].file == str(rule_file(content))
    assert words in failures[0].what
    assert abs(failures[0].line - line) <= 1


def test_a_catastrophic_pattern_is_named(content: Path) -> None:
    change(content, "\\bpurple pills?\\b", "(a|a )+(a|aa)+b")
    assert "purple" in [name for name, _, _ in slow_patterns(Gate.load(content))]


def test_a_pattern_out_of_time_is_a_finding_for_a_person_and_not_a_pass(content: Path) -> None:
    change(content, "\\bpurple pills?\\b", "(a|a )+(a|aa)+b")
    report = Gate.load(content).check("a " * 3000 + "! b", CheckContext(language=Language.EN))
    finding = next(finding for finding in report.findings if finding.rule == "INT-NEW-01")
    assert (finding.level, finding.start, finding.end) == ("review", 0, 0)
    assert "a person must read it" in finding.message["en"]
