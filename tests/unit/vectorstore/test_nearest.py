"""The vectors in memory: what the signs choose among many is what a comparison with all of them finds."""

import numpy as np
import pytest

from vectorstore.nearest import EXACT_UP_TO, Neighbours

SIZE = 100  # no multiple of a word's 64 bits


def unit(rows: int, seed: int) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(rows, SIZE)).astype(np.float32) + 0.8
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize("rows", [3, EXACT_UP_TO, 3 * EXACT_UP_TO])
def test_the_nearest_of_few_and_of_many_are_those_of_a_full_comparison(rows: int) -> None:
    vectors, near = unit(rows, 1), Neighbours(SIZE)
    for place in range(0, rows, 1000):
        part = vectors[place : place + 1000]
        near.put([f"a{place + number}" for number in range(len(part))], part)
    for asked in vectors[:: max(1, rows // 20)] * 0.9 + unit(1, 2) * 0.1:
        found = near.search(asked, 5)
        expected = [f"a{row}" for row in np.argsort(-(vectors @ asked))[:5]]
        assert next(iter(found)) == expected[0]
        if rows <= EXACT_UP_TO:
            assert set(found) == set(expected)


def test_a_newer_vector_replaces_the_older_one_and_a_dropped_one_is_far_from_all() -> None:
    vectors, near = unit(2 * EXACT_UP_TO, 1), Neighbours(SIZE)
    ids = [f"a{number}" for number in range(len(vectors))]
    near.put(ids, vectors)
    asked = unit(1, 9)[0]
    near.search(asked, 5)
    near.put(["a7", "new"], np.stack([asked, asked]))
    assert set(near.search(asked, 2)) == {"a7", "new"}
    near.drop("a7")
    assert "a7" not in near.search(asked, 2)
    assert np.allclose(near.vectors(["new", "unknown"])["new"], asked, atol=1e-3)


def test_nothing_held_finds_nothing() -> None:
    assert Neighbours(SIZE).search(unit(1, 1)[0], 5) == {}


@pytest.mark.parametrize("count", [50, EXACT_UP_TO + 500])
def test_the_nearest_of_some_ids_are_found_whatever_else_is_nearer(count: int) -> None:
    vectors, near = unit(2 * count, 3), Neighbours(SIZE)
    near.put([f"i{number}" for number in range(2 * count)], vectors)
    among = [f"i{number}" for number in range(0, 2 * count, 2)]
    asked = vectors[1]
    exact = sorted(range(0, 2 * count, 2), key=lambda one: -float(vectors[one].astype(np.float16) @ asked))[:5]
    assert near.search_among(asked, [*among, "unknown"], 5) == [f"i{number}" for number in exact]


@pytest.mark.parametrize("limit", [600, 960])
def test_more_may_be_asked_for_than_the_signs_can_choose_from(limit: int) -> None:
    """A signature asks for 960, whose eightfold are more than a library of 5,000 holds."""
    vectors, near = unit(5_000, 4), Neighbours(SIZE)
    ids = [f"a{number}" for number in range(len(vectors))]
    near.put(ids, vectors)
    asked = unit(1, 5)[0]
    exact = [f"a{row}" for row in np.argsort(-(vectors.astype(np.float16).astype(np.float32) @ asked))[:limit]]
    assert len(near.search(asked, limit)) == limit
    assert set(list(near.search(asked, limit))[:100]) == set(exact[:100])
    assert near.search_among(asked, ids, limit)[:100] == list(near.search(asked, limit))[:100]
