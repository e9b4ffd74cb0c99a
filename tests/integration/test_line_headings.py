"""A line is headed by words of somebody who waits in it now and whom this person may see, and by nobody else's."""

from contextlib import closing

import pytest

from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.intake.messages import Message
from publisher.services import grouping, inbox, line_vectors, receiving, rerouting
from publisher.services.desk import SHELL, Actor
from publisher.storage import inbox as rows
from tests.integration.test_moderators_inbox import line_of, mona
from tests.support.clinic import Clinic
from vectorstore.vectors import VectorFile

__all__ = ["mona"]
TOLD = "Can I eat sushi in pregnancy? My mother-in-law in the village insists on it"
ASKED = "Is it safe to eat sushi during pregnancy"
AGAIN = "is it safe to eat sushi during pregnancy!!"


def write(clinic: Clinic, name: str, words: str, group: str = "Group one") -> str:
    """One message by its writer, or her edit of it; the id of its question. All are laid beside one another."""
    read = receiving.read(clinic.desk, "x", Message(1, words, key=name, author=name, group=group, language=Language.EN))
    with clinic.desk.db.write() as tx:
        stored = receiving.store(clinic.desk, tx, SHELL, "x", [read])
    while grouping.group_new(clinic.desk):
        pass
    clinic.clock.forward(minutes=1)
    return (stored.created + stored.updated)[0]


def headings(clinic: Clinic, who: Actor) -> list[str]:
    """What heads the lines of all routes in the list."""
    return [line.text for route in Route for line in inbox.groups(clinic.desk, who, route).items]


def kept(clinic: Clinic, group: str) -> str:
    with clinic.desk.db.read() as tx:
        return str(rows.group(tx, group).text)


def test_a_moderator_is_shown_no_words_of_another_community(clinic: Clinic, mona: Actor) -> None:
    theirs = write(clinic, "b", TOLD, "Group two")
    hers = write(clinic, "a", ASKED)
    assert line_of(clinic, hers) == line_of(clinic, theirs)
    assert headings(clinic, mona) == [ASKED]
    assert inbox.group(clinic.desk, mona, line_of(clinic, hers)).text == ASKED
    assert sorted(headings(clinic, clinic.doctor)) == [TOLD, ASKED]  # two routes
    assert inbox.group(clinic.desk, clinic.doctor, line_of(clinic, hers)).text == TOLD


def test_whoever_leaves_a_line_takes_her_words_with_her(clinic: Clinic) -> None:
    first, second = write(clinic, "a", TOLD), write(clinic, "b", ASKED)
    line = line_of(clinic, second)
    rerouting.reroute(clinic.desk, clinic.administrator, first, Route.CRISIS)
    assert headings(clinic, clinic.doctor) == [ASKED]
    assert kept(clinic, line) == ASKED
    third = write(clinic, "c", AGAIN)
    assert line_of(clinic, third) == line
    rerouting.reroute(clinic.desk, clinic.doctor, second, Route.URGENT)
    assert kept(clinic, line) == AGAIN


def test_words_that_their_writer_took_back_are_shown_and_kept_no_more(clinic: Clinic) -> None:
    first, second = write(clinic, "a", TOLD), write(clinic, "b", ASKED)
    line = line_of(clinic, first)
    assert line_of(clinic, second) == line
    write(clinic, "a", "How much iron is in buckwheat?")
    assert sorted(headings(clinic, clinic.doctor)) == ["How much iron is in buckwheat?", ASKED]
    with clinic.desk.db.read() as tx:
        held = [rows.group(tx, one).text for one in {line, line_of(clinic, first), line_of(clinic, second)}]
    assert TOLD not in held


def test_a_line_in_which_nobody_is_left_keeps_no_words_until_it_is_asked_again(clinic: Clinic) -> None:
    only = write(clinic, "a", TOLD)
    line = line_of(clinic, only)
    rerouting.reroute(clinic.desk, clinic.administrator, only, Route.CRISIS)
    assert headings(clinic, clinic.doctor) == []
    assert (kept(clinic, line), inbox.group(clinic.desk, clinic.doctor, line).text) == ("", "")
    other = write(clinic, "b", ASKED)
    assert line_of(clinic, other) != line
    same = write(clinic, "c", TOLD)
    assert line_of(clinic, same) == line
    assert kept(clinic, line) == TOLD


def test_a_line_is_compared_by_the_words_it_has_now(clinic: Clinic) -> None:
    first, second = write(clinic, "a", "Can women fly at 28 weeks of pregnancy?"), write(clinic, "b", TOLD)
    with clinic.desk.db.write() as tx:
        rows.change(tx, second, question_group=line_of(clinic, first))
    line = line_of(clinic, first)
    rerouting.reroute(clinic.desk, clinic.doctor, first, Route.URGENT)
    assert kept(clinic, line) == TOLD
    assert line_of(clinic, write(clinic, "c", ASKED)) == line


def test_an_urgent_member_heads_the_urgent_lines_alone(clinic: Clinic) -> None:
    first, second = write(clinic, "a", TOLD), write(clinic, "b", ASKED)
    line = line_of(clinic, second)
    with clinic.desk.db.write() as tx:  # as a newer pack does that reads an emergency in words it did not before
        rows.change(tx, first, route=Route.URGENT)
    assert [one.text for one in inbox.groups(clinic.desk, clinic.doctor, Route.URGENT).items] == [TOLD]
    assert inbox.group(clinic.desk, clinic.doctor, line).text == ASKED


def test_where_all_that_she_sees_differs_the_first_of_these_heads_the_line(clinic: Clinic, mona: Actor) -> None:
    write(clinic, "b", "Can women fly at 28 weeks of pregnancy?", "Group two")
    write(clinic, "a", "Can women fly at 37 weeks of pregnancy?")
    assert headings(clinic, mona) == ["Can women fly at 37 weeks of pregnancy?"]


def test_a_line_is_kept_near_by_the_words_that_are_left_in_it(clinic: Clinic) -> None:
    first, second = write(clinic, "a", TOLD), write(clinic, "b", ASKED)
    lines = line_vectors.lines_of(clinic.desk)
    rerouting.reroute(clinic.desk, clinic.administrator, first, Route.CRISIS)
    lines.follow(clinic.desk)
    (left,) = line_vectors.model().questions([ASKED])
    (near,) = lines.nearest(clinic.desk, "en", left)
    assert (near.id, near.text) == (line_of(clinic, second), ASKED)
    with closing(VectorFile(clinic.desk.home / "index" / "lines.db")) as file:
        (kept_vector,) = file.vectors_of("line", [near.id]).values()
    assert float(kept_vector @ left) == pytest.approx(1.0, abs=0.01)
