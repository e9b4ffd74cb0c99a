"""The graph of publication states."""

import pytest

from publisher.domain.errors import ImpossibleTransition
from publisher.domain.publications import LIVE_STATES, OPEN_STATES, TRANSITIONS, PublicationState, ensure_transition

FINAL = {PublicationState.CANCELLED, PublicationState.REMOVED}


def test_every_state_says_where_it_may_lead() -> None:
    assert TRANSITIONS.keys() == set(PublicationState)


def test_every_state_can_be_reached_and_only_the_final_ones_are_final() -> None:
    reached = {PublicationState.SCHEDULED}
    while more := {after for state in reached for after in TRANSITIONS[state]} - reached:
        reached |= more
    assert reached == set(PublicationState)
    assert {state for state, after in TRANSITIONS.items() if not after} == FINAL


def test_every_pair_that_is_not_declared_raises() -> None:
    for before in PublicationState:
        for after in set(PublicationState) - TRANSITIONS[before]:
            with pytest.raises(ImpossibleTransition):
                ensure_transition(before, after)


def test_open_live_and_ended_states_are_all_there_are() -> None:
    ended = {PublicationState.FAILED, *FINAL}
    assert OPEN_STATES | LIVE_STATES | ended == set(PublicationState)
    assert not OPEN_STATES & LIVE_STATES
