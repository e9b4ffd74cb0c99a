"""Triage: which messages a person must see at once, which a doctor, which a moderator, and what is no question."""

from publisher.policy.triage.reader import Triage

__all__ = ["Triage"]
