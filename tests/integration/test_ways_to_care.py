"""Who is in danger gets the numbers of the country where her community is."""

from pathlib import Path

from publisher.domain.places import Jurisdiction, Language
from publisher.services import communities, replies
from tests.support.clinic import open_clinic


def test_a_community_gets_the_numbers_of_its_own_country(tmp_path: Path, database_url: str) -> None:
    clinic = open_clinic(tmp_path / "home", database_url)
    described = communities.Described("Mums of Leeds", Language.EN, Jurisdiction.UK)
    communities.add(clinic.desk, clinic.administrator, described)
    (place,) = replies.places_of(clinic.desk, Language.EN, ["Mums of Leeds"])
    assert (place, replies.way_to_care(clinic.desk, Language.EN, place).emergency) == (Jurisdiction.UK, "999")
    usual = replies.jurisdiction_of(clinic.desk, Language.EN)
    assert replies.places_of(clinic.desk, Language.EN, ["Mums of Leeds", "Elsewhere", None]) == [place, usual]
    assert replies.places_of(clinic.desk, Language.EN, []) == [usual]
