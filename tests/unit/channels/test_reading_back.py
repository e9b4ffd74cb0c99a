"""What is read back proves a post absent only when the network showed everything since the first try."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from publisher.channels._base import Seen, letters, read_back
from publisher.channels._calls import Failed
from publisher.channels.contract import Delivery, Sent, Unknown
from publisher.rendering.layers import visible
from tests.support.loopback.suite import KINDS, delivery

NOW = datetime.now(UTC)


def tried(minutes_ago: int) -> Delivery:
    return replace(delivery(KINDS["mastodon"]), first_tried_at=NOW - timedelta(minutes=minutes_ago))


def others(minutes_ago: list[int]) -> list[Seen]:
    return [Seen(Sent(str(one), None), "другое", NOW - timedelta(minutes=one)) for one in minutes_ago]


def test_a_page_full_of_newer_posts_proves_nothing() -> None:
    with pytest.raises(Failed) as ended:
        read_back(tried(60), others([1, 2, 3]), page=3)
    assert isinstance(ended.value.outcome, Unknown)


def test_a_page_that_reaches_further_back_or_is_not_full_proves_that_it_is_not_there() -> None:
    assert read_back(tried(60), others([1, 2, 90]), page=3) == [None]
    assert read_back(tried(60), others([1, 2]), page=3) == [None]


def test_a_post_is_known_by_its_letters_where_signs_are_read_as_markup() -> None:
    assert letters("2 * 3 * 4, _так_") == letters(visible("2 <i> 3 </i> 4, <b>так</b>"))
    assert letters("❤️") != letters("👍")


def test_a_less_than_sign_that_a_server_left_as_it_is_hides_no_words() -> None:
    assert visible("два < три & четыре<br>a<b, 1 > 0 <i>да</i>") == "два < три & четыре\na<b, 1 > 0 да"
