"""A text longer than one message: no number is cut in two, for half of one is nothing that is masked."""

import pytest

from publisher.intake.messages import LONGEST, Message, in_parts, until

NUMBER = "+7 916 123-45-67"
_SEAM = 200


def parts(text: str) -> list[str]:
    return [one.text for one in in_parts(Message(1, text, key="k"))]


def whole_or_not_at_all(found: list[str], words: str) -> bool:
    """In at least one part whole, and in none in part: the digits at its two ends never stand alone."""
    return any(words in one for one in found) and not any(
        digits in one.replace(words, "") for one in found for digits in ("916", "123", "45-", "67")
    )


@pytest.mark.parametrize("filling", ["word ", "One more line.\n", "Слово за словом. ", "一句话又一句话。", "слово\n"])
@pytest.mark.parametrize("seam", [LONGEST, LONGEST - _SEAM])
@pytest.mark.parametrize("into", [0, 3, 7, 11, 15])
def test_a_number_across_a_seam_stands_whole_or_not_at_all(filling: str, seam: int, into: int) -> None:
    before = (filling * LONGEST)[: seam - into - len("Call me: ")]
    found = parts(f"{before}Call me: {NUMBER} please. {filling * 3000}")
    assert len(found) > 1
    assert whole_or_not_at_all(found, NUMBER)
    assert all(len(one) <= LONGEST for one in found)
    assert whole_or_not_at_all([until(f"{before}Call me: {NUMBER} please.", seam), *found], NUMBER)


def test_parts_overlap_and_leave_nothing_out() -> None:
    text = "".join(f"Sentence number {number}. " for number in range(5000))
    found, at = parts(text), 0
    for one in found:
        start = text.index(one)
        assert start <= at - _SEAM or at == 0
        at = start + len(one)
    assert at == len(text)
    assert all(one.startswith("Sentence") for one in found)
    assert all(one.rstrip().endswith(".") for one in found)


def test_a_text_without_any_break_is_still_kept_in_parts() -> None:
    found = parts("7" * (3 * LONGEST))
    assert all(0 < len(one) <= LONGEST for one in found)
    assert sum(map(len, found)) >= 3 * LONGEST


def test_a_short_text_is_one_part_as_it_is() -> None:
    assert parts("x" * LONGEST) == ["x" * LONGEST]
    assert until("x" * 10, 10) == "x" * 10
