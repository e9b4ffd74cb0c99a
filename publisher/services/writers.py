"""Who wrote a message, as far as that is known: an account, a name that others may bear elsewhere, or nobody at all.

Two people are never taken for one because both are called “Anonymous”: one would be closed with the other's case.
"""

import re

from publisher.domain.places import Language
from publisher.intake.messages import Message
from publisher.policy.folding import fold
from publisher.services.desk import Desk

_NOBODY = re.compile(
    r"(?:anon(?:ym(?:ous)?)?|guest|unknown|deleted)(?:user|member|participant|account|author|visitor)?"
    r"|(?:wechat)?user|(?:group)?member|visitor|nobody|noname|someone|none|null|groupanonymousbot|channelbot"
    r"|(?:аноним(?:но|ный|ная)?|неизвестн(?:ый|ая|о)|удален(?:ный|ная)?)(?:пользователь|участни(?:к|ца)|автор|аккаунт)?"
    r"|гост(?:ь|ья)|(?:пользователь|аккаунт)(?:удален)?|участни(?:к|ца)|посетитель|подписчи(?:к|ца)|безимени|ктото"
    r"|匿名(?:用户|网友|者|人士|成员|群友|读者)?|(?:微信|手机|未知|已?注销)?用户|(?:热心|微信)?网友|群?成员|群友|读者|游客|访客|路人"
    r"|未知|佚名|无名氏?|某人|(?:用户|账号|帐号)?已注销"
)
_ADDRESS = re.compile(r"\S+@\S+")
_NO_NAME = re.compile(r"[\s*.…·_?–—-]*")
_BETWEEN = re.compile(r"[\W_]+")


def author_of(desk: Desk, source: str, message: Message) -> str | None:
    """The stand-in for the writer. An account is one person everywhere; a name is one person within its group alone.

    Names that came before groups were part of theirs keep their stand-in: it is met again by nobody of a group.
    """
    if not message.author or _is_nobody(message.author, account=message.account):
        return None
    place = [] if message.account or not message.group else [message.group]
    return desk.sealer.pseudonym("author", source, message.author, *place)


def _is_nobody(name: str, *, account: bool) -> bool:
    """Whether a name is what a network or a forum writes where it knows none, beside an address of its own or not."""
    bare = name if account else _ADDRESS.sub("", name)
    plain = _BETWEEN.sub("", fold(bare, Language.ZH)[0])
    return _NO_NAME.fullmatch(name) is not None or _NOBODY.fullmatch(plain) is not None
