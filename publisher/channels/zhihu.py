"""Zhihu articles, posted by a person in its editor."""

from pathlib import Path

from publisher.channels._base import limit_of, words
from publisher.channels._hand_off import HandOff, Steps, by_hand
from publisher.channels._texts import MESSAGES, Form
from publisher.channels.contract import Certainty
from publisher.rendering.lengths import Unit


class Zhihu(HandOff):
    """Prepared here, posted by a person."""

    kind = "zhihu"
    label = words("Zhihu", "知乎", "Zhihu")
    form = Form("text", ((100_000, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = by_hand(form, limit_of(form, certainty=Certainty.OURS))
    title_limit = (100, Unit.CHARACTERS)
    steps = Steps(
        "https://zhuanlan.zhihu.com/write",
        (
            words(
                "Choose the declaration that fits, for example “made with AI”, if the text says so.",
                "如正文注明 AI 参与，请勾选平台的“内容由AI生成”等对应声明。",
                "Отметьте заявление площадки, например «создано с помощью ИИ», если это сказано в тексте.",
            ),
            words(
                "Post from the account that is verified as this doctor's.",
                "请使用该医生本人的认证账号发布。",
                "Публикуйте из аккаунта, подтверждённого как аккаунт этого врача.",
            ),
        ),
    )


def channel(site_root: Path, public_url: str) -> Zhihu:
    return Zhihu()
