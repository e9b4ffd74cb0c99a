"""Posts of a YouTube channel, made by a person: no interface makes them."""

from pathlib import Path

from publisher.channels._base import limit_of, words
from publisher.channels._hand_off import HandOff, Steps, by_hand
from publisher.channels._texts import MESSAGES, Form
from publisher.channels.contract import Certainty
from publisher.rendering.lengths import Unit


class Youtube(HandOff):
    """Prepared here, posted by a person."""

    kind = "youtube"
    label = words("YouTube posts", "YouTube 社区帖子", "Записи YouTube")
    form = Form("text", ((1500, Unit.CHARACTERS),), most_parts=MESSAGES)
    capabilities = by_hand(form, limit_of(form, certainty=Certainty.OURS))
    steps = Steps(
        "https://www.youtube.com/",
        (
            words(
                "Post from the channel that is the doctor's or the clinic's own.",
                "请使用医生或机构自己的频道发布。",
                "Публикуйте от имени канала врача или клиники.",
            ),
        ),
    )


def channel(site_root: Path, public_url: str) -> Youtube:
    return Youtube()
