"""Communities: who serves which, when a group is nearly full, and that a new group begins with another one's lists."""

import pytest

from publisher.domain.communities import Room
from publisher.domain.errors import NotAllowed, NotFound, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, people
from publisher.services.communities import Described
from publisher.services.desk import SHELL, Actor
from publisher.storage import communities as rows
from publisher.storage import events
from tests.support.clinic import Clinic


def moderator(clinic: Clinic, email: str = "mod@example.org") -> Actor:
    person = Person("", email, "Mona Moderator", frozenset({Role.MODERATOR}), (Language.EN,))
    return Actor(people.add_person(clinic.desk, SHELL, person), "session")


def test_a_moderator_sees_the_communities_she_works_in_and_no_other(clinic: Clinic) -> None:
    desk, admin, mona = clinic.desk, clinic.administrator, moderator(clinic)
    hers = communities.add(desk, admin, Described("Group one", Language.EN))
    other = communities.add(desk, admin, Described("Group two", Language.EN))
    communities.set_moderators(desk, admin, hers.id, [mona.id or ""])
    assert [one.name for one in communities.mine(desk, mona)] == ["Group one"]
    assert len(communities.mine(desk, admin)) == 2
    with pytest.raises(NotFound):
        communities.count_members(desk, mona, other.id, 3)
    with pytest.raises(NotAllowed):
        communities.add(desk, mona, Described("Group three", Language.EN))


def test_a_warning_comes_before_a_group_is_full(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    group = communities.add(desk, admin, Described("Group", Language.ZH, capacity=500, members=400))
    assert group.jurisdiction is Jurisdiction.CN
    assert group.room is Room.FREE
    assert communities.count_members(desk, admin, group.id, 450).room is Room.NEARLY_FULL
    assert communities.count_members(desk, admin, group.id, 500).room is Room.FULL


def test_a_new_group_inherits_the_lists_of_another_of_its_language(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    first = communities.add(desk, admin, Described("Group one", Language.EN))
    entry = clinic.signed().id
    with desk.db.write() as tx:
        rows.set_stage_list(tx, first.id, "weeks-0-20", [entry], admin.id, clinic.clock())
    second = communities.add(desk, admin, Described("Group two", Language.EN), like=first.id)
    with desk.db.read() as tx:
        assert rows.stage_list(tx, second.id, "weeks-0-20") == [entry]
    with pytest.raises(Refusal, match="another language"):
        communities.add(desk, admin, Described("Группа", Language.RU), like=first.id)
    with pytest.raises(Refusal, match="already"):
        communities.add(desk, admin, Described("Group two", Language.EN))


def test_a_closed_community_takes_no_handouts(clinic: Clinic) -> None:
    group = communities.add(clinic.desk, clinic.administrator, Described("Group", Language.EN))
    communities.close(clinic.desk, clinic.administrator, group.id)
    assert communities.mine(clinic.desk, clinic.administrator) == []


def test_a_closed_community_keeps_its_name_and_is_opened_again_as_it_was(clinic: Clinic) -> None:
    desk, admin, mona = clinic.desk, clinic.administrator, moderator(clinic)
    group = communities.add(desk, admin, Described("Group", Language.EN))
    communities.set_moderators(desk, admin, group.id, [mona.id or ""])
    communities.close(desk, admin, group.id)
    assert [one.name for one in communities.closed(desk, admin)] == ["Group"]
    with pytest.raises(Refusal, match="open it again"):
        communities.add(desk, admin, Described("Group", Language.EN))
    with pytest.raises(NotAllowed):
        communities.reopen(desk, mona, group.id)
    assert communities.reopen(desk, admin, "Group").closed_at is None
    assert [one.id for one in communities.mine(desk, mona)] == [group.id]
    assert communities.closed(desk, admin) == []
    with pytest.raises(NotFound, match="no closed community"):
        communities.reopen(desk, admin, group.id)
    with desk.db.read() as tx:
        happened = [(one.action, one.actor) for one in events.of_record(tx, f"community:{group.id}")]
    assert happened[-1] == ("reopened", admin.name)


def test_who_works_in_a_group_can_be_changed_once_an_account_of_it_is_closed(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    ana, bea = (moderator(clinic, f"{name}@example.org").id or "" for name in ("ana", "bea"))
    group, other = (communities.add(desk, admin, Described(name, Language.EN)) for name in ("One", "Two"))
    communities.set_moderators(desk, admin, group.id, [ana, bea])
    people.deactivate(desk, admin, bea)
    assert communities.set_moderators(desk, admin, group.id, [bea]) == []  # Ana was taken out; the page never saw Bea
    assert communities.moderators(desk, admin, group.id) == []
    with pytest.raises(NotFound):
        communities.set_moderators(desk, admin, other.id, [bea])
