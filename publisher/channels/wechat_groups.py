"""Personal WeChat: groups and moments, posted by a person from the phone."""

from pathlib import Path

from publisher.channels._base import limit_of, words
from publisher.channels._hand_off import HandOff, Steps, by_hand
from publisher.channels._texts import MESSAGES, Form
from publisher.channels.contract import Certainty
from publisher.rendering.lengths import Unit


class WechatGroups(HandOff):
    """Prepared here, posted by a person."""

    kind = "wechat_groups"
    label = words("WeChat groups and moments", "微信群与朋友圈", "Группы WeChat")
    form = Form("text", ((2000, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = by_hand(form, limit_of(form, certainty=Certainty.OURS))
    steps = Steps(
        "https://weixin.qq.com/",
        (
            words(
                "Post only in groups of the clinic, and answer nobody's own case there.",
                "仅在机构自有群内发布，不在群内回答个人病情。",
                "Публикуйте только в группах клиники и не обсуждайте там чей-либо случай.",
            ),
        ),
    )


def channel(site_root: Path, public_url: str) -> WechatGroups:
    return WechatGroups()
