"""The words of a message as they are read, and the name of its group as it is kept."""

import functools
import re
from enum import Enum, auto

from publisher.domain.places import Language
from publisher.intake.furniture import without_furniture
from publisher.intake.messages import Message
from publisher.policy.folding import fold
from publisher.policy.gate import Gate
from publisher.services.desk import Desk
from publisher.services.fields import NO_TEXT, Rejected
from publisher.services.triaging import triage_of
from publisher.storage import message_keys

_REPORT = "report"  # pasted by somebody who worries: all of it is meant
_LETTERS = ("mbox",)


class Pictures(Enum):
    """Whether pictures or voices stand in a message, with words or alone."""

    NONE = auto()
    WITH_WORDS = auto()
    ALONE = auto()


def words_of(desk: Desk, source: str, message: Message, *, looked: bool = False) -> str:
    """The words as they are read: without what a page or a mail program put around them, unless danger is in it.

    `looked`: the whole was already read for danger, and there was none. Rejected when no database takes them.
    """
    if NO_TEXT.search(message.text):
        raise Rejected("“text” contains characters that are no text")
    if source == _REPORT:
        return message.text
    cut = without_furniture(message.text, letter=source in _LETTERS)
    if looked or len("".join(cut.split())) == len("".join(message.text.split())):
        return cut
    alarm = triage_of(desk.gate).alarm(message.text, language_of(message))
    return cut if alarm is None else message.text


def language_of(message: Message) -> Language | None:
    if message.language is None or message.language == "":
        return None
    try:
        return Language(message.language)
    except ValueError:
        raise Rejected("“language” is none that is known; use one of zh, ru, en") from None


def pictures_in(desk: Desk, words: str) -> Pictures:
    folded = fold(words)[0]
    left = _picture(triage_of(desk.gate).danger.labels.media).sub("", folded)
    if left == folded:
        return Pictures.NONE
    return Pictures.WITH_WORDS if re.search(r"\w", left) else Pictures.ALONE


def community_of(desk: Desk, group: str | None) -> str | None:
    """The name of a group as it is kept: masked, as a private chat bears its writer's name, unless it is ours."""
    kept = stand_in(desk, group) if group else group
    if group is None or kept == group:
        return group
    with desk.db.read() as tx:
        return group if message_keys.is_ours(tx, group) else kept


def stand_in(desk: Desk, group: str) -> str:
    """The name under which a group is kept while it is not ours; two chats whose names are masked alike stay two."""
    masked = _masked(desk.gate, group)
    return group if masked == group else f"{masked[:190]} · {desk.sealer.pseudonym('community', group)[:4]}"


@functools.lru_cache(maxsize=1000)
def _masked(gate: Gate, group: str) -> str:
    from publisher.policy.masking import mask  # lists of names only where a name is masked

    return mask(group, gate.cues).text


@functools.lru_cache(maxsize=1)
def _picture(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
