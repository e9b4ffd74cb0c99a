"""Sessions of Bluesky accounts, kept in memory and renewed: logging in for every post would use up the day's 300."""

import hashlib
import threading
from dataclasses import dataclass

from publisher.channels._calls import Failed, ask, text_in, trouble_of
from publisher.channels.contract import Account, Unknown
from publisher.domain.sentences import say


@dataclass(frozen=True)
class Session:
    did: str
    access: str
    renewal: str


_kept: dict[str, Session] = {}
_lock = threading.Lock()


def session_of(account: Account, base: str) -> Session:
    """The account's session, opened with the app password when there is none. Raises Failed."""
    with _lock:
        found = _kept.get(_name(account, base))
        if found is None:
            body = {"identifier": account.settings["identifier"], "password": account.secrets["app_password"]}
            found = _opened(account, f"{base}/xrpc/com.atproto.server.createSession", json=body)
            _kept[_name(account, base)] = found
        return found


def renewed(account: Account, base: str, old: Session) -> Session:
    """A new session from the old one's renewal token; logs in again when that has run out too."""
    with _lock:
        current = _kept.get(_name(account, base))
        if current is not None and current != old:
            return current
        _kept.pop(_name(account, base), None)
    try:
        found = _opened(
            account,
            f"{base}/xrpc/com.atproto.server.refreshSession",
            headers={"authorization": f"Bearer {old.renewal}"},
        )
    except Failed:
        return session_of(account, base)
    with _lock:
        _kept[_name(account, base)] = found
    return found


def _opened(account: Account, url: str, **more: object) -> Session:
    answer = ask(account, "POST", url, **more)
    told = answer.json()
    if trouble := trouble_of(answer, account, text_in(told, "message")):
        raise Failed(trouble)
    found = Session(text_in(told, "did"), text_in(told, "accessJwt"), text_in(told, "refreshJwt"))
    if not (found.did and found.access):
        raise Failed(Unknown(say("Bluesky opened no session.")))
    return found


def _name(account: Account, base: str) -> str:
    secret = hashlib.sha256(account.secrets["app_password"].encode()).hexdigest()
    return "|".join((base, account.settings["identifier"], secret))
