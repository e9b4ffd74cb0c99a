"""One clinic for all journeys that leave it standing; those that break it get their own."""

from collections.abc import Iterator

import pytest

from tests.support.house import House


@pytest.fixture(scope="session")
def clinic_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample clinic with workspace and worker, for as long as the tests run."""
    house = House(tmp_path_factory.mktemp("clinic"))
    with house.stack:
        house.fill()
        house.start("workspace", "worker")
        yield house


@pytest.fixture(scope="session")
def fragile_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A second one, whose workspace may be killed."""
    house = House(tmp_path_factory.mktemp("fragile"))
    with house.stack:
        house.fill()
        house.start("workspace")
        yield house
