"""What a test needs and may not find here. Locally it is skipped by name; where CI is set a missing server fails."""

import os
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing_server(name: str, remedy: str) -> NoReturn:
    """A server or browser the tests must run against is not here."""
    if IN_CI:
        pytest.fail(f"{name} is missing, and CI must not skip it: {remedy}", pytrace=False)
    pytest.skip(f"{name} is not here: {remedy}")


def missing_material(name: str) -> NoReturn:
    """Something that lies beside the checkout on some machines only."""
    pytest.skip(f"{name} is not beside this checkout")
