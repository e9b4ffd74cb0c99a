"""Which days a rule means, and that wall times outlive the clock's changes."""

from datetime import UTC, date, datetime

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.recurrence import Every, Rule, checked

FIRST = date(2027, 1, 31)


def days(rule: Rule, until: date, after: date | None = None) -> list[str]:
    return [day.isoformat() for day in rule.days(after, until)]


def test_every_second_day() -> None:
    rule = Rule(Every.DAY, "09:00", "UTC", FIRST, step=2)
    assert days(rule, date(2027, 2, 5)) == ["2027-01-31", "2027-02-02", "2027-02-04"]


def test_mondays_and_thursdays_of_every_second_week_from_the_first_day_on() -> None:
    rule = Rule(Every.WEEK, "09:00", "UTC", date(2027, 3, 3), step=2, weekdays=(0, 3))
    assert days(rule, date(2027, 3, 31)) == ["2027-03-04", "2027-03-15", "2027-03-18", "2027-03-29"]


def test_a_week_without_days_is_the_first_days_weekday() -> None:
    assert days(Rule(Every.WEEK, "09:00", "UTC", FIRST), date(2027, 2, 14)) == [
        "2027-01-31",
        "2027-02-07",
        "2027-02-14",
    ]


def test_the_31st_is_the_last_day_of_shorter_months() -> None:
    rule = Rule(Every.MONTH, "09:00", "UTC", FIRST)
    assert days(rule, date(2027, 4, 30)) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_what_was_planned_already_is_not_planned_again_and_the_last_day_ends_it() -> None:
    rule = Rule(Every.DAY, "09:00", "UTC", FIRST, last_day=date(2027, 2, 3))
    assert days(rule, date(2027, 3, 1), after=date(2027, 2, 1)) == ["2027-02-02", "2027-02-03"]


def test_nine_in_the_morning_stays_nine_over_the_clocks_change() -> None:
    rule = Rule(Every.DAY, "09:00", "Europe/Berlin", FIRST)
    assert rule.moment(date(2027, 3, 27)) == datetime(2027, 3, 27, 8, 0, tzinfo=UTC)
    assert rule.moment(date(2027, 3, 28)) == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


def test_in_the_gap_it_is_the_moment_after_and_in_the_fold_the_earlier_one() -> None:
    rule = Rule(Every.DAY, "02:30", "Europe/Berlin", FIRST)
    assert rule.moment(date(2027, 3, 28)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert rule.moment(date(2027, 10, 31)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        Rule(Every.DAY, "9 o'clock", "UTC", FIRST),
        Rule(Every.DAY, "09:00", "UTC", FIRST, step=0),
        Rule(Every.WEEK, "09:00", "UTC", FIRST, weekdays=(7,)),
        Rule(Every.DAY, "09:00", "UTC", FIRST, last_day=date(2027, 1, 1)),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(wrong: Rule) -> None:
    with pytest.raises(Refusal):
        checked(wrong)
