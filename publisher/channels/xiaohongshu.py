"""Xiaohongshu notes, posted by a person: title 20, body 1,000, pictures made from the text."""

from pathlib import Path

from publisher.channels._base import limit_of, words
from publisher.channels._hand_off import HandOff, Steps, by_hand
from publisher.channels._texts import MESSAGES, Form
from publisher.channels.contract import Certainty
from publisher.rendering.lengths import Unit


class Xiaohongshu(HandOff):
    """Prepared here, posted by a person."""

    kind = "xiaohongshu"
    label = words("Xiaohongshu (RED)", "小红书", "Xiaohongshu")
    form = Form("text", ((1000, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = by_hand(form, limit_of(form, certainty=Certainty.REPORTED))
    title_limit = (20, Unit.LATIN_HALF)
    steps = Steps(
        "https://creator.xiaohongshu.com/publish/publish",
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


def channel(site_root: Path, public_url: str) -> Xiaohongshu:
    return Xiaohongshu()
