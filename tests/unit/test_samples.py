"""The sample clinic is complete in three languages, strictly formed, and says nothing the gate would stop."""

import json
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
import yaml

from publisher.domain.checking import EntryKind, Level, Verdict
from publisher.domain.people import Licence, Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction, Language
from publisher.domain.triage import Route
from publisher.policy.gate import Gate
from publisher.policy.triage import Triage
from publisher.resources import content_folder
from tests.support.samples import SAMPLES, Sample, samples

ENTRIES = samples("entries")
FLAWED = samples("flawed")
STAGES: dict[str, Any] = yaml.safe_load((content_folder() / "stages" / "stages.yaml").read_text(encoding="utf-8"))
PEOPLE = [json.loads(line) for line in (SAMPLES / "people.jsonl").read_text(encoding="utf-8").splitlines()]

every_entry = pytest.mark.parametrize("sample", ENTRIES, ids=lambda sample: sample.file)
every_sample = pytest.mark.parametrize("sample", [*ENTRIES, *FLAWED], ids=lambda sample: sample.file)


FIXES = yaml.safe_load((SAMPLES / "flawed" / "fixes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate.load(content_folder())


def doctors() -> dict[str, Any]:
    return {person["email"]: person for person in PEOPLE if "doctor" in person["roles"]}


@every_sample
def test_a_sample_says_its_kind_language_law_sources_and_review_date(sample: Sample) -> None:
    front = sample.front
    language = Language(front["language"])
    assert sample.file.split("/")[0] == language
    assert Jurisdiction(front["jurisdiction"]) is HOME_JURISDICTION[language]
    assert (EntryKind(front["kind"]) is EntryKind.ANSWER) == ("question" in front)
    assert 2 <= len(front["sources"]) <= 3
    assert all(isinstance(source, str) and len(source) > 20 for source in front["sources"])
    assert date(2027, 1, 1) <= front["review_by"] <= date(2027, 12, 31)
    assert sample.body.strip()


@every_sample
def test_a_sample_is_written_by_a_sample_doctor_of_its_language(sample: Sample) -> None:
    assert sample.front["language"] in doctors()[sample.front["author"]]["languages"]


@every_sample
def test_a_sample_names_only_stages_that_exist(sample: Sample) -> None:
    assert set(sample.front.get("stages", [])) <= {stage["id"] for stage in STAGES["stages"]}


@every_entry
def test_an_entry_is_short_enough_to_read_and_long_enough_to_teach(sample: Sample) -> None:
    if sample.front["language"] == "zh":
        length, least, most = len(re.sub(r"\s", "", sample.body)), 250, 600
    else:
        length, least, most = len(re.findall(r"[\w’'-]+", sample.body)), 120, 350
    assert least <= length <= most


@every_entry
def test_an_entry_is_markdown_with_headings_bold_words_and_a_list(sample: Sample) -> None:
    assert re.search(r"^## ", sample.body, re.MULTILINE)
    assert re.search(r"\*\*[^*]+\*\*", sample.body)
    assert re.search(r"^(- |\d\. )", sample.body, re.MULTILINE)


@every_sample
def test_a_sample_tells_where_urgent_help_is(sample: Sample) -> None:
    numbers = {"zh": r"120", "ru": r"103", "en": r"local emergency number"}
    assert re.search(numbers[sample.front["language"]], sample.body)


@pytest.mark.parametrize("language", Language)
def test_each_language_has_at_least_eight_posts_and_twelve_answers(language: Language) -> None:
    kinds = Counter(sample.front["kind"] for sample in ENTRIES if sample.front["language"] == language)
    assert kinds["post"] >= 8
    assert kinds["answer"] >= 12


def test_at_least_ten_entries_exist_in_all_three_languages_and_agree_on_kind_and_stages() -> None:
    translations: dict[str, list[Sample]] = defaultdict(list)
    for sample in ENTRIES:
        if "translation_key" in sample.front:
            assert sample.front["translation_key"] == sample.slug
            translations[sample.slug].append(sample)
    assert len(translations) >= 10
    for group in translations.values():
        assert {sample.front["language"] for sample in group} == set(Language)
        assert len({sample.front["kind"] for sample in group}) == 1
        assert len({tuple(sample.front.get("stages", [])) for sample in group}) == 1


def test_the_clinic_has_three_doctors_with_a_valid_licence_and_everyone_else_the_path_needs() -> None:
    roles = Counter(Role(role) for person in PEOPLE for role in person["roles"])
    assert roles == {Role.DOCTOR: 3, Role.REVIEWER: 1, Role.MODERATOR: 1, Role.EDITOR: 1, Role.ADMINISTRATOR: 1}
    assert all(person["email"].endswith("@example.org") for person in PEOPLE)
    for doctor in doctors().values():
        (facts,) = doctor["licences"]
        assert facts["number"].startswith("SAMPLE-")
        days = {key: date.fromisoformat(facts[key]) for key in ("valid_until", "checked_on")}
        licence = Licence(**(facts | days | {"jurisdiction": Jurisdiction(facts["jurisdiction"])}))
        assert licence.valid_on(date(2028, 1, 1))


def test_stages_cover_each_clock_from_day_zero_without_gap_or_overlap() -> None:
    clocks: dict[str, list[dict[str, Any]]] = {clock: [] for clock in STAGES["clocks"]}
    for stage in STAGES["stages"]:
        assert set(stage) == {"id", "clock", "from_day", "until_day", "names"}
        assert set(stage["names"]) == set(Language)
        clocks[stage["clock"]].append(stage)
    assert len({stage["id"] for stage in STAGES["stages"]}) == len(STAGES["stages"])
    for stages in clocks.values():
        assert stages[0]["from_day"] == 0
        assert stages[-1]["until_day"] is None
        for before, after in pairwise(stages):
            assert before["from_day"] < before["until_day"] == after["from_day"]


def test_each_flawed_draft_has_exactly_one_crossing_sentence_and_a_fix() -> None:
    bodies = {sample.file: sample.body for sample in FLAWED}
    assert sorted(fix["file"] for fix in FIXES) == sorted(bodies)
    for fix in FIXES:
        assert set(fix) == {"file", "crossing", "fix"}
        assert bodies[fix["file"]].count(fix["crossing"]) == 1
    assert Counter(sample.front["language"] for sample in FLAWED) == dict.fromkeys(Language, 3)


@pytest.mark.parametrize("jurisdiction", sorted(HOME_JURISDICTION.values()))
def test_the_law_a_sample_names_is_among_the_packs(gate: Gate, jurisdiction: Jurisdiction) -> None:
    assert jurisdiction in gate.packs


@every_entry
def test_the_gate_neither_blocks_an_entry_nor_sends_it_to_a_reviewer(gate: Gate, sample: Sample) -> None:
    report = gate.check(sample.body, sample.context())
    assert [finding for finding in report.findings if finding.level in (Level.BLOCK, Level.REVIEW)] == []


@pytest.mark.parametrize("fix", FIXES, ids=lambda fix: fix["file"])
def test_the_gate_catches_the_crossing_sentence_of_a_flawed_draft_and_passes_its_fix(
    gate: Gate, fix: dict[str, str]
) -> None:
    (sample,) = [sample for sample in FLAWED if sample.file == fix["file"]]
    start = sample.body.index(fix["crossing"])
    end = start + len(fix["crossing"])
    caught = gate.check(sample.body, sample.context())
    assert caught.verdict in (Verdict.BLOCK, Verdict.REVIEW)
    heavy = [finding for finding in caught.findings if finding.level in (Level.BLOCK, Level.REVIEW)]
    assert all(start <= finding.start < finding.end <= end for finding in heavy)
    mended = gate.check(sample.body.replace(fix["crossing"], fix["fix"]), sample.context())
    assert mended.verdict in (Verdict.PASS, Verdict.WARN)


def test_the_questions_come_from_the_groups_and_alarm_nobody() -> None:
    asked = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    groups = [json.loads(line) for line in (SAMPLES / "communities.jsonl").read_text(encoding="utf-8").splitlines()]
    languages = {group["name"]: group["language"] for group in groups}
    assert len({one["external_id"] for one in asked}) == len(asked)
    triage = Triage(content_folder(), {})
    for one in asked:
        assert languages[one["group"]] == one["language"]
        assert triage.read(one["text"], Language(one["language"])).route in (Route.DOCTOR, Route.MODERATOR), one["text"]
