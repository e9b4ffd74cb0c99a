"""What another process does in tests of the index: search once, or fill the index until it is killed."""

import os
from pathlib import Path

from publisher import bootstrap
from publisher.services import indexing, retrieval
from publisher.services.desk import Desk


def _desk(home: str) -> Desk:
    os.environ["PUBLISHER_HOME"] = str(Path(home))
    return bootstrap.open_desk()


def first(home: str, query: str) -> str:
    """The question of the best result."""
    return retrieval.search(_desk(home), query).results[0].question


def complete(home: str) -> None:
    indexing.complete(_desk(home))
