"""What is read of a long message around each of its pieces: all of it, and near pieces together."""

from publisher.policy.triage.second_reader import AROUND, LONGEST, windows

WORDS = "".join(f"{number:04}" for number in range(500))  # every four characters say where they stand
PIECES = [(start, start + 80) for start in range(0, len(WORDS), 80)]


def test_a_short_message_is_read_as_a_whole() -> None:
    assert windows(WORDS[:LONGEST], PIECES[:5]) == [WORDS[:LONGEST]] * 5


def test_every_piece_stands_in_its_window_with_what_is_around_it() -> None:
    for (first, last), window in zip(PIECES, windows(WORDS, PIECES), strict=True):
        begin = WORDS.index(window)
        assert len(window) == LONGEST
        assert begin <= max(0, first - AROUND)
        assert begin + LONGEST >= min(len(WORDS), last + AROUND)


def test_pieces_that_stand_near_each_other_are_read_once() -> None:
    assert len(set(windows(WORDS, PIECES))) <= len(PIECES) // 2


def test_of_a_piece_that_is_longer_than_what_is_read_its_beginning_is() -> None:
    assert windows(WORDS, [(200, 1200)]) == [WORDS[200 : 200 + LONGEST]]
