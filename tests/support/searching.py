"""What another process does in tests of the index: search once or whenever asked, or fill it until it is killed."""

import json
import os
import sys
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


def answer_each(home: str) -> None:
    """For each line, a question, one line of JSON: the ids of what may be shown."""
    desk = _desk(home)
    for query in sys.stdin:
        found = retrieval.search(desk, query.strip()).results
        sys.stdout.write(json.dumps([one.answer for one in found]) + "\n")
        sys.stdout.flush()
