"""Who wrote a message: a name that many bear is nobody's, a name is one person in its group, an account everywhere."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import text

from publisher import net
from publisher.intake.messages import Message
from publisher.services import crisis
from publisher.services.desk import SHELL
from publisher.services.feeding import read_feed
from publisher.services.importing import ImportResult
from publisher.services.importing_questions import import_questions
from publisher.services.writers import author_of
from tests.support.clinic import Clinic, open_clinic

CRY, FISH, TEA = "I want to die tonight", "Can people with gout eat fish?", "Is tea safe in pregnancy?"
NOBODY = (
    *("Anonymous", "anon", "GUEST", "[deleted]", "Anonymous (noreply@blog.example)", "***"),
    *("Гость", "Удалённый аккаунт", "Анонимный участник", "匿名用户", "微信用户", "匿名用戶", "用户已注销"),
)


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    return open_clinic(tmp_path / "home", database_url)


def bring(clinic: Clinic, *lines: dict[str, object], form: str | None = None) -> ImportResult:
    file = clinic.desk.home / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return import_questions(clinic.desk, SHELL, file, form=form)


def said(key: str, words: str, author: str, group: str) -> dict[str, object]:
    return {"id": key, "text": words, "author": author, "group": group}


def texts(clinic: Clinic) -> list[str]:
    with clinic.desk.db.read() as tx:
        return list(tx.execute(text("SELECT text FROM question ORDER BY text")).scalars())


def case_count(clinic: Clinic) -> int:
    return len(crisis.cases(clinic.desk, clinic.administrator))


def test_a_name_that_many_bear_is_nobodys(clinic: Clinic) -> None:
    for name in NOBODY:
        assert author_of(clinic.desk, "feed", Message(1, CRY, author=name, group="g")) is None, name


def test_a_name_is_one_person_in_its_group_and_an_account_everywhere(clinic: Clinic) -> None:
    for name in ("Anna", "Guest 4711", "Анна Гостева", "小红", "🌸", "anna@x.example"):
        by = [
            author_of(clinic.desk, "x", Message(1, CRY, author=name, group=group, account=account))
            for account in (False, True)
            for group in ("g1", "g1", "g2")
        ]
        assert None not in by, name
        assert (by[0] == by[1], by[0] == by[2], by[3] == by[5]) == (True, False, True)


def test_two_cries_by_nobody_are_two_cases(clinic: Clinic, httpserver: HTTPServer) -> None:
    items = "".join(
        f"<item><guid>{number}</guid><author>Anonymous</author><description>{words}</description></item>"
        for number, words in enumerate((CRY, "I cannot go on, I will kill myself"))
    )
    feed = f'<rss version="2.0"><channel><title>Mothers</title>{items}</channel></rss>'
    httpserver.expect_request("/feed").respond_with_data(feed, content_type="application/rss+xml")
    url, here = httpserver.url_for("/feed"), net.Route(private=True)
    assert read_feed(clinic.desk, SHELL, url, here).created == 2
    assert case_count(clinic) == 2
    assert read_feed(clinic.desk, SHELL, url, here).unchanged == 2
    assert case_count(clinic) == 2


def test_the_cries_of_one_name_in_two_groups_are_two_cases_those_of_one_account_are_one(clinic: Clinic) -> None:
    bring(clinic, said("m1", CRY, "Anna", "g1"), said("m2", CRY, "Anna", "g2"))
    assert case_count(clinic) == 2
    comments = [{"id": group, "text": CRY, "from_id": 4711, "group": group} for group in ("g1", "g2")]
    bring(clinic, *comments, form="vk")
    assert case_count(clinic) == 3


@pytest.mark.parametrize("name", ["Anonymous", "Anna"])
def test_files_that_count_from_one_overwrite_nothing_of_the_same_name_in_another_group(
    name: str, clinic: Clinic
) -> None:
    first, second = said("1", FISH, name, "g1"), said("1", TEA, name, "g2")
    assert bring(clinic, first).created == 1
    assert bring(clinic, second).created == 1
    assert texts(clinic) == [FISH, TEA]
    assert (bring(clinic, first).unchanged, bring(clinic, second).unchanged) == (1, 1)


def test_the_same_cry_by_nobody_under_the_same_number_elsewhere_is_told(clinic: Clinic) -> None:
    first, second = said("1", CRY, "Anonymous", "g1"), said("1", CRY, "Anonymous", "g2")
    assert (bring(clinic, first).created, bring(clinic, second).created) == (1, 1)
    assert case_count(clinic) == 2
    assert (bring(clinic, first).unchanged, bring(clinic, second).unchanged) == (1, 1)


def test_what_came_when_a_name_was_one_person_everywhere_is_known_again(clinic: Clinic) -> None:
    lines = [said("1", FISH, "Anna", "g1"), said("2", TEA, "Anonymous", "g1"), said("3", CRY, "Guest", "g1")]
    bring(clinic, *lines)
    with clinic.desk.db.write() as tx:  # as it was kept then, in a group that was given another name since
        for table in ("question", "crisis_case"):
            tx.execute(text(f"UPDATE {table} SET community = 'Mothers', author = 'of then'"))
    assert bring(clinic, *lines).unchanged == 3
    assert bring(clinic, *(line | {"likes": 3} for line in lines[:2])).unchanged == 2
    assert (texts(clinic), case_count(clinic)) == (sorted([FISH, TEA, CRY]), 1)
