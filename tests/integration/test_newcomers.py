"""Stage lists: the clock decides which pack a newcomer gets, and what fell is in none of them at that second."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.handouts import Form
from publisher.domain.people import Role
from publisher.services import communities, consents, handing_out, newcomers, signing, withdrawing
from tests.integration.test_communities import moderator
from tests.integration.test_consents import consent, story
from tests.integration.test_handing_out import groups
from tests.support.clinic import Clinic

EARLY, LATE = "weeks-0-20", "weeks-20-40"


def test_nineteen_weeks_six_days_and_twenty_weeks_get_different_packs(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    early, late = clinic.signed(title="Nausea").id, clinic.signed(title="Movements").id
    admin, desk = clinic.administrator, clinic.desk
    newcomers.set_list(desk, admin, group.id, EARLY, [early])
    newcomers.set_list(desk, admin, group.id, LATE, [late])
    before = newcomers.stage_for("pregnancy", "19w6d")
    after = newcomers.stage_for("pregnancy", "20+0")
    assert newcomers.pack(desk, admin, group.id, before.id).standing == [early]
    assert newcomers.pack(desk, admin, group.id, after.id).standing == [late]
    with pytest.raises(Refusal, match="19w6d or 45d"):
        newcomers.stage_for("pregnancy", "soon")


def test_an_expired_answer_is_in_no_pack_from_the_second_its_day_ends(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    desk, admin = clinic.desk, clinic.administrator
    kept, short = clinic.signed(title="Kept").id, clinic.signed(title="Short", review_by=date(2026, 11, 30)).id
    newcomers.set_list(desk, admin, group.id, EARLY, [short, kept])
    clinic.clock.now = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    assert newcomers.pack(desk, admin, group.id, EARLY).standing == [short, kept]
    clinic.clock.forward(seconds=1)
    assert newcomers.pack(desk, admin, group.id, EARLY).standing == [kept]
    assert "Short" not in newcomers.take(desk, admin, group.id, EARLY, Form.TEXT).copied.text


def test_a_pack_is_taken_as_text_picture_and_file_and_every_text_in_it_is_a_handout(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    desk, mona = clinic.desk, moderator(clinic)
    communities.set_moderators(desk, clinic.administrator, group.id, [mona.id or ""])
    first, second = clinic.signed(title="First").id, clinic.signed(title="Second").id
    newcomers.put(desk, mona, group.id, EARLY, first)
    newcomers.put(desk, mona, group.id, EARLY, second)
    newcomers.move(desk, mona, group.id, EARLY, second, -1)
    text = newcomers.take(desk, mona, group.id, EARLY, Form.TEXT).copied.text
    assert text.index("1. Second") < text.index("2. First")
    picture = newcomers.take(desk, mona, group.id, EARLY, Form.CARD).copied.picture
    assert picture is not None
    assert Image.open(io.BytesIO(picture)).width == 1080
    file = newcomers.take(desk, mona, group.id, EARLY, Form.PDF).file
    assert file is not None
    assert file.startswith(b"%PDF")
    with pytest.raises(Refusal, match="public page"):
        newcomers.take(desk, mona, group.id, EARLY, Form.PAGE)
    assert [row.stage for row in handing_out.listed(desk, mona)] == [EARLY] * 6


def test_a_withdrawn_answer_leaves_the_pack_and_an_empty_pack_is_not_handed_out(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    desk, admin = clinic.desk, clinic.administrator
    entry = clinic.signed().id
    newcomers.set_list(desk, admin, group.id, EARLY, [entry])
    withdrawing.withdraw(desk, clinic.doctor, entry, "A figure was wrong.")
    (line,) = newcomers.pack(desk, admin, group.id, EARLY).lines
    assert line.fallen
    with pytest.raises(Refusal, match="Nothing in this list"):
        newcomers.take(desk, admin, group.id, EARLY, Form.TEXT)


def test_only_signed_texts_enter_a_list_and_only_who_keeps_it_changes_it(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    with pytest.raises(Refusal):
        newcomers.put(clinic.desk, clinic.administrator, group.id, EARLY, clinic.draft().id)
    assert clinic.doctor.person is not None
    assert not clinic.doctor.person.has(Role.MODERATOR)
    with pytest.raises(NotAllowed):
        newcomers.set_list(clinic.desk, clinic.doctor, group.id, EARLY, [])
    with pytest.raises(Refusal, match="no stage"):
        newcomers.pack(clinic.desk, clinic.administrator, group.id, "weeks-90")


def test_a_text_that_the_rules_forbid_is_shown_as_fallen_and_the_rest_of_the_pack_is_taken(clinic: Clinic) -> None:
    (group,) = groups(clinic, "One")
    desk, admin = clinic.desk, clinic.administrator
    told, other = story(clinic), clinic.signed(title="Other").id
    record = consent(clinic, told)
    signing.sign(desk, clinic.doctor, told)
    newcomers.set_list(desk, admin, group.id, EARLY, [told, other])
    consents.withdraw(desk, clinic.doctor, record)
    lines = {line.entry: line.fallen for line in newcomers.pack(desk, admin, group.id, EARLY).lines}
    assert any("consent" in str(one) for one in lines[told])
    assert lines[other] == ()
    text = newcomers.take(desk, admin, group.id, EARLY, Form.TEXT).copied.text
    assert "1. Other" in text
    assert "A way back" not in text
