"""The words of a call of duty: that somebody is waited for and where; no word of a message, no name of its writer."""

from publisher.domain.places import Language
from publisher.services.desk import Desk

_WORDS = {
    Language.EN: (
        "A crisis message waits for you",
        "{name}, {count} crisis case(s) wait for you in Doctor Publisher.\n"
        "Open: {link}\nIf you do not see to it, the next person is called.",
    ),
    Language.ZH: (
        "有一条危机留言等您处理",
        "{name}，Doctor Publisher 中有{count}个危机个案等您处理。\n请打开：{link}\n如果您不处理，将通知下一位。",
    ),
    Language.RU: (
        "Вас ждёт кризисное сообщение",
        "{name}, в Doctor Publisher вас ждут кризисные обращения: {count}.\n"
        "Откройте: {link}\nЕсли вы ими не займётесь, будет вызван следующий.",
    ),
}


def call_of_duty(desk: Desk, name: str, language: str | None, count: int) -> tuple[str, str]:
    """Subject and text of one call of a person, in her language."""
    subject, text = _WORDS[Language(language) if language else Language.EN]
    link = desk.public_url.removesuffix("/").removesuffix("/site") + "/danger"
    return subject, text.format(name=name, count=count, link=link)
