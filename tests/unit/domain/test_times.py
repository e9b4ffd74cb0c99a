"""Wall times and the moments they mean."""

from datetime import UTC, datetime

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.times import moment_of, wall_time

BERLIN = "Europe/Berlin"


def test_a_wall_time_means_its_moment_in_its_zone() -> None:
    assert moment_of("2027-03-08T09:00", "Asia/Shanghai") == datetime(2027, 3, 8, 1, 0, tzinfo=UTC)


def test_a_time_that_the_clock_jumps_over_is_refused_with_another_to_choose() -> None:
    with pytest.raises(Refusal, match=r"02:30 does not exist in Europe/Berlin.*03:30"):
        moment_of("2027-03-28T02:30", BERLIN)


def test_a_time_that_happens_twice_is_asked_about() -> None:
    with pytest.raises(Refusal, match="happens twice"):
        moment_of("2027-10-31T02:30", BERLIN)
    earlier, later = (moment_of("2027-10-31T02:30", BERLIN, fold) for fold in ("earlier", "later"))
    assert (later - earlier).total_seconds() == 3600


@pytest.mark.parametrize("wrong", ["tomorrow", "2027-02-30T09:00", "", "2027-13-01T00:00"])
def test_what_is_no_time_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(Refusal, match="is no time"):
        moment_of(wrong, BERLIN)


def test_a_moment_is_shown_as_the_wall_time_of_its_zone() -> None:
    assert wall_time(datetime(2027, 3, 8, 1, 0, tzinfo=UTC), "Asia/Shanghai") == "2027-03-08T09:00"
