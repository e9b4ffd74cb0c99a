"""How often a password may be guessed: counted for an address and the sender together, so that a stranger shuts out
nobody who comes from elsewhere, and more softly for a sender over all addresses.
"""

import ipaddress
from datetime import datetime, timedelta

from publisher.services.fields import NO_TEXT
from publisher.storage import Transaction, people

_FREE_FAILURES, _FREE_FAILURES_OF_A_SENDER = 5, 30
_LONGEST_BLOCK = timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(days=1)


def account_name(email: str) -> str:
    """What somebody typed as her address, as accounts are found by it."""
    return NO_TEXT.sub("", email).strip().lower()[:254]


def blocked_until(tx: Transaction, account: str, sender: str) -> datetime | None:
    """Until when neither a wrong nor a right password is looked at."""
    found = [people.failure(tx, subject) for subject, _free in _counts(account, sender)]
    return max((row.blocked_until for row in found if row is not None and row.blocked_until), default=None)


def failed(tx: Transaction, account: str, sender: str, now: datetime) -> None:
    """Count a wrong password; each one beyond the free ones waits twice as long, up to an hour."""
    people.forget_failures(tx, now - _FORGOTTEN_AFTER)
    for subject, free in _counts(account, sender):
        count = people.count_failure(tx, subject, now)
        if count >= free:
            people.block(tx, subject, now + min(_LONGEST_BLOCK, timedelta(minutes=2 ** min(count - free, 6))))


def succeeded(tx: Transaction, account: str, sender: str) -> None:
    for subject, _free in _counts(account, sender):
        people.clear_failures(tx, subject)


def _counts(account: str, sender: str) -> list[tuple[str, int]]:
    """What is counted, and how many failures are free."""
    place, loopback = _place(sender)
    counts = [(f"{account}|{place}", _FREE_FAILURES)]
    # without PUBLISHER_TRUST_FORWARDED everybody behind a proxy seems to be this machine: one would shut out all
    return counts if loopback else [*counts, (f" |{place}", _FREE_FAILURES_OF_A_SENDER)]


def _place(sender: str) -> tuple[str, bool]:
    """The network that one sender has to itself, and whether it is this machine: a home gets 2^64 addresses of IPv6."""
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return NO_TEXT.sub("", sender)[:45], False
    if isinstance(address, ipaddress.IPv4Address):
        return str(address), address.is_loopback
    if address.ipv4_mapped:
        return str(address.ipv4_mapped), address.ipv4_mapped.is_loopback
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address), address.is_loopback
