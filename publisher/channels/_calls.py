"""From an answer of a network to one of the five outcomes, in words that hold no secret."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from publisher import net
from publisher.channels.contract import Account, Reconnect, Rejected, RetryLater, Unknown
from publisher.domain.sentences import say
from publisher.net import Answer, Route

Trouble = RetryLater | Rejected | Reconnect | Unknown
_LONGEST_REASON, _LONGEST_PAUSE = 240, 86_400


class Failed(Exception):
    """Ends a call early with the outcome it has."""

    def __init__(self, outcome: Trouble) -> None:
        self.outcome = outcome
        super().__init__(str(outcome.reason))


def route_of(account: Account) -> Route:
    """How this account reaches its network, from the settings that every account may have."""
    settings = account.settings
    return Route(
        private=settings.get("private_network", "").strip().lower() in ("yes", "true", "1", "是", "да"),
        proxy=account.secrets.get("proxy") or None,
        roots=settings.get("root_certificate") or None,
    )


def ask(account: Account, method: str, url: str, **more: Any) -> Answer:
    """One request for an account. Raises Failed when no answer came, with the outcome that this means."""
    try:
        answer = net.request(method, url, route=route_of(account), **more)
    except net.Untrusted as error:
        raise Failed(Reconnect(error.reason)) from None
    except net.NotSent as error:
        raise Failed(RetryLater(error.reason)) from None
    except net.MaybeSent as error:
        raise Failed(Unknown(error.reason)) from None
    if answer.status < 300 and answer.body.lstrip()[:1] == b"<":
        raise Failed(
            Unknown(say("Not the network answered but a web page; look whether this machine must sign in first."))
        )
    return answer


def trouble_of(answer: Answer, account: Account, said: str = "") -> Trouble | None:
    """What a status means; None for success. 5xx says nothing about whether it was acted upon."""
    status = answer.status
    words = say(" ({said})", said=masked(said, account)) if said else ""
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Reconnect(say("The network sends the request to another address; enter the new address if it moved."))
    if status in (401, 403):
        return Reconnect(say("The network does not accept the credentials{words}; enter them again.", words=words))
    if status == 429:
        return RetryLater(say("The network asks to wait{words}.", words=words), after_of(answer.headers))
    if status >= 500 or status == 408:
        return Unknown(say("The network failed with status {status}{words}.", status=status, words=words))
    return Rejected(say("The network refused it with status {status}{words}.", status=status, words=words))


def after_of(headers: Mapping[str, str], now: datetime | None = None) -> datetime | None:
    """The time the network asked for: seconds, a date, or a time stamp in one of the usual headers."""
    now = now or datetime.now(UTC)
    told = headers.get("retry-after", "").strip()
    reset = headers.get("ratelimit-reset") or headers.get("x-ratelimit-reset") or ""
    try:
        if told:
            after = (
                now + timedelta(seconds=float(told)) if re.fullmatch(r"[\d.]+", told) else parsedate_to_datetime(told)
            )
        elif reset.isdigit():
            after = datetime.fromtimestamp(int(reset), UTC)
        elif reset:
            after = datetime.fromisoformat(reset)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    after = after if after.tzinfo else after.replace(tzinfo=UTC)
    return min(max(after, now), now + timedelta(seconds=_LONGEST_PAUSE))


def masked(words: str, account: Account) -> str:
    """A network's own words, short and without any secret of the account it might have echoed."""
    for secret in sorted(account.secrets.values(), key=len, reverse=True):
        if len(secret) >= 4:
            words = words.replace(secret, "•••")
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_REASON else words[: _LONGEST_REASON - 1] + "…"


def field_of(value: Any, *path: str) -> Any:
    """A value deep in an answer, None where the way ends."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text_in(value: Any, *path: str) -> str:
    found = field_of(value, *path)
    return found if isinstance(found, str) else ""
