"""Which module answers for which rule kind: the one of the same name. Imported when a rule of the kind first runs, for
most of what they rest on takes long to import and a start needs none of it.
"""

import importlib
from functools import cache
from typing import cast, get_args

from publisher.policy.kinds import Finder
from publisher.policy.packs import RuleKind


@cache
def finder(kind: RuleKind) -> Finder:
    return cast(Finder, importlib.import_module(f"publisher.policy.kinds.{kind}").find)


def preload() -> None:
    """Import every kind, so that no check waits for it."""
    for kind in get_args(RuleKind):
        finder(kind)
