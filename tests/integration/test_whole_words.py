"""What a page or a mail program puts around a message is cut, and never a cry for help with it."""

from pathlib import Path

import pytest

from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import crisis, receiving
from tests.support.clinic import Clinic, open_clinic

CRIES = (
    "Здравствуйте, очень тревожно.\nСестра пишет:\nя выпила все таблетки, прощайте",
    "请看一下\n在群里她写道：\n我不想活了，已经吃了一瓶安眠药",
    "Please help, this is from our group\nOn Monday evening Anna wrote:\nI want to die tonight",
    "Hello all\n--\nI want to die tonight",
    "Hello all\n> I want to die tonight",
)
FEVER = "Ребёнку 2 месяца, температура\n>39.5 с утра, вялый"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "home", f"sqlite:///{tmp_path / 'publisher.db'}")


def masked(clinic: Clinic, source: str, words: str) -> tuple[Route, str]:
    found = receiving.read(clinic.desk, source, Message(1, words)).triaged
    return found.route, found.masked


def test_a_cry_behind_what_looks_like_a_quote_is_heard_whatever_brought_it(clinic: Clinic) -> None:
    for source in ("telegram", "records", "mbox"):
        for words in CRIES:
            route, kept = masked(clinic, source, words)
            assert route is Route.CRISIS, (source, words)
            assert kept.count("\n") == words.count("\n"), (source, words)
        assert masked(clinic, source, FEVER) == (Route.URGENT, FEVER)


def test_quotes_and_signatures_are_cut_in_letters_alone(clinic: Clinic) -> None:
    words = "Can I eat fish?\nOn Monday evening Anna wrote:\n> Can I eat cheese?"
    assert masked(clinic, "mbox", words)[1] == "Can I eat fish?"
    assert masked(clinic, "telegram", words)[1].count("\n") == 2
    assert masked(clinic, "telegram", "Can I eat fish?\nReply\nLike · Reply · 3h")[1] == "Can I eat fish?"


def test_a_report_of_danger_is_kept_whole(clinic: Clinic) -> None:
    words = "from our group\nOn Monday evening she wrote:\n> nobody will miss me\n--\nReply"
    case_id = crisis.report_danger(clinic.desk, clinic.doctor, words)
    (message,) = crisis.case(clinic.desk, clinic.administrator, case_id).messages
    assert message.text == words
