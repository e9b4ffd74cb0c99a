"""Readers are told the day of the organisation's own zone: what is signed in its early morning is not of yesterday."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.domain.handouts import Form
from publisher.services import freezing, handing_out, quoting, recalling, scheduling
from publisher.services.delivering import deliver
from publisher.storage import publications
from tests.integration.test_handing_out import groups
from tests.integration.test_recall_of_corrections import CORRECTED, signed_again
from tests.support.clinic import Clinic, open_clinic

EARLY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past seven on the 23rd in Shanghai


@pytest.fixture
def clinic(tmp_path: Path, database_url: str) -> Clinic:
    found = open_clinic(tmp_path / "home", database_url, zone="Asia/Shanghai")
    found.clock.now = EARLY
    return found


def test_what_is_handed_out_and_its_corrections_say_the_day_it_was_there(clinic: Clinic) -> None:
    desk, admin = clinic.desk, clinic.administrator
    (group,) = groups(clinic, "One")
    entry = clinic.signed().id
    assert "Signed on: 23 November 2026" in handing_out.hand_out(desk, admin, entry, Form.TEXT, [group.id]).text
    clinic.clock.forward(days=1)
    signed_again(clinic, entry, body=CORRECTED)
    (item,) = recalling.waiting(desk, admin)
    assert "On 23 November 2026 we shared" in item.correction
    assert "signed on 24 November 2026" in item.correction


def test_the_public_page_its_data_and_the_list_say_the_day_it_was_there(clinic: Clinic) -> None:
    entry = clinic.signed().id
    live = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site")
    deliver(clinic.desk, live.id, 1)
    page = (clinic.desk.settings.site_root / "en" / entry / "index.html").read_text("utf-8")
    assert '<time datetime="2026-11-23">23 November 2026</time>' in page
    assert '"lastReviewed": "2026-11-23"' in page
    index = (clinic.desk.settings.site_root / "en" / "index.html").read_text("utf-8")
    assert '<time datetime="2026-11-23">23 November 2026</time>' in index
    assert "22 November 2026" not in page + index


def test_a_quotation_says_the_day_it_was_there(clinic: Clinic) -> None:
    entry, draft = clinic.signed().id, clinic.draft().id
    body = quoting.quote(clinic.desk, clinic.doctor, draft, entry).content.body
    assert "Dr Doctor, 2026-11-23" in body


def test_what_was_frozen_with_the_moment_in_utc_keeps_its_digest(clinic: Clinic) -> None:
    """As it was prepared by a version that froze no zone: nothing of it is held for that alone."""
    entry = clinic.signed().id
    queued = scheduling.schedule(clinic.desk, clinic.doctor, entry, "site", "2026-12-24T09:00")
    with clinic.desk.db.read() as tx:
        row = publications.row(tx, queued.id)
    post, rendered = freezing.frozen_from_json(row.frozen)
    earlier = freezing.post_from_json(row.frozen["post"] | {"signed_at": EARLY.isoformat()})
    assert post.signed_at == earlier.signed_at
    assert freezing.digest_of(earlier, rendered) == row.frozen_digest
