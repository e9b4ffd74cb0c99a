"""Douyin picture notes, posted by a person: title 20, text 1,000, one self-declaration to choose."""

from pathlib import Path

from publisher.channels._base import limit_of, words
from publisher.channels._hand_off import HandOff, Steps, by_hand
from publisher.channels._texts import MESSAGES, Form
from publisher.channels.contract import Certainty
from publisher.rendering.lengths import Unit


class Douyin(HandOff):
    """Prepared here, posted by a person."""

    kind = "douyin"
    label = words("Douyin", "抖音", "Douyin")
    form = Form("text", ((1000, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = by_hand(form, limit_of(form, certainty=Certainty.REPORTED))
    title_limit = (20, Unit.CHARACTERS)
    steps = Steps(
        "https://creator.douyin.com/creator-micro/content/upload",
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


def channel(site_root: Path, public_url: str) -> Douyin:
    return Douyin()
