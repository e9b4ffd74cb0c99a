"""Identifiers sort in the order in which they were made, however fast that was."""

from publisher.domain.ids import new_id


def test_ids_are_different_and_sort_as_they_were_made() -> None:
    made = [new_id() for _ in range(20_000)]
    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert {len(one) for one in made} == {26}
