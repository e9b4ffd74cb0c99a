"""The real packs, loaded once."""

import pytest

from publisher.policy.gate import Gate
from publisher.resources import content_folder


@pytest.fixture(scope="session")
def gate() -> Gate:
    return Gate.load(content_folder())
