"""The versions of a message that its writer changed: which of them people have worked on, and what an edit cannot undo.

An alarm and a route that a person chose are never lowered by an edit. What stands in a live case is told to that case.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publisher.domain.triage import ALARMS, Route
from publisher.services.message_names import version_key
from publisher.storage import Transaction, crises, events, inbox

if TYPE_CHECKING:
    from publisher.services.receiving import Read


def versions_of(tx: Transaction, one: "Read", row: Any) -> tuple[list[Any], Any]:
    """The versions of a message that people have worked on and that say something else, and the one that comes next:
    these very words, or a version nobody has worked on, or None."""
    earlier: list[Any] = []
    while row is not None and row.import_digest != one.digest and _worked_on(tx, row):
        earlier.append(row)
        key = version_key(one.key, len(earlier))
        row = inbox.known(tx, [key]).get(key)
    return earlier, row


def kept(tx: Transaction, one: "Read", earlier: Sequence[Any]) -> "Read":
    """An edit with the more pressing of its own route and that of the last version before it, if that is an alarm or
    people chose it and are not done with it; and with the live case in which any version stands."""
    if not earlier or earlier[-1].import_digest == one.digest:
        return one
    before, found = earlier[-1], one.triaged.route
    case = crises.live_case_with(tx, [row.id for row in earlier])
    if not _settled(tx, before) and (before.route in ALARMS or _moved(tx, earlier)):
        found = min(found, Route(before.route), key=list(Route).index)
    changed = found is not one.triaged.route
    return replace(one, triaged=replace(one.triaged, route=found), kept=changed, case=case)


def _worked_on(tx: Transaction, row: Any) -> bool:
    return row.state == "taken" or _settled(tx, row)


def _settled(tx: Transaction, row: Any) -> bool:
    """Whether people are done with it: answered, set aside, or a crisis whose case they closed."""
    if row.route == Route.CRISIS:
        return crises.live_case_with(tx, [row.id]) is None
    return row.state not in inbox.OPEN


def _moved(tx: Transaction, rows: Sequence[Any]) -> bool:
    """Whether a person chose a route for any of these."""
    told = (event for row in rows for event in events.of_record(tx, f"question:{row.id}"))
    return any(event.action == "rerouted" for event in told)
