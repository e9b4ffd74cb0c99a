"""WeChat answers every call with status 200; its own code says what happened."""

from typing import Any

from publisher.channels._calls import Failed, masked, text_in, trouble_of
from publisher.channels.contract import Account, Reconnect, Rejected, RetryLater, Unknown
from publisher.domain.sentences import say

_RECONNECT = frozenset({40001, 40013, 40014, 40125, 40164, 41001, 41002, 41004, 42001, 48001, 50002, 61007, 89503})
_LATER = frozenset({45009, 45011, 45047})
_BUSY = -1


def checked(account: Account, answer: Any) -> Any:
    """What came back. Raises Failed for an error, with the outcome that its code means."""
    if trouble := trouble_of(answer, account):
        raise Failed(trouble)
    told_back = answer.json()
    if not isinstance(told_back, dict):
        raise Failed(Unknown(say("WeChat's answer was not one that is known.")))
    code, said = told_back.get("errcode", 0), masked(text_in(told_back, "errmsg"), account)
    if code in (0, None):
        return told_back
    if code in _RECONNECT:
        raise Failed(
            Reconnect(
                say(
                    "WeChat does not accept the account or this machine's address ({code}: {said}).",
                    code=code,
                    said=said,
                )
            )
        )
    if code in _LATER:
        raise Failed(RetryLater(say("WeChat asks to wait ({code}: {said}).", code=code, said=said)))
    if code == _BUSY:
        raise Failed(Unknown(say("WeChat is busy ({said}).", said=said)))
    raise Failed(Rejected(say("WeChat refused it ({code}: {said}).", code=code, said=said)))
