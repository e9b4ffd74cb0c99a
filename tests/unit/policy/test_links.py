"""Addresses that lead to a person are masked in a patient's words; the plain pages of agencies stay."""

import pytest

from publisher.policy.gate import Gate
from publisher.policy.masking import mask

PROFILES = """
https://vk.com/anna_kovalskaya vk.ru/id12345678 m.vk.com/id12345678 vk.com/id1 https://ok.ru/profile/561234567890
https://weibo.com/u/1234567890 https://weibo.com/n/小红花 https://m.weibo.cn/u/1234567890 weibo.com/1234567890
https://www.xiaohongshu.com/user/profile/5f1234567890abcdef https://xhslink.com/a/AbCdEf https://x.com/anna_k
https://twitter.com/anna_k/status/123456 https://www.linkedin.com/in/anna-kowalska-1234 https://facebook.com/anna.kowalska
https://m.facebook.com/profile.php?id=100012345 https://instagram.com/anna_k https://t.me/anna_k wa.me/79161234567
https://www.douyin.com/user/MS4wLjABAAAA https://v.douyin.com/iABCDEF/ https://www.zhihu.com/people/li-hua-88
https://www.tiktok.com/@anna.k https://youtube.com/@annak https://space.bilibili.com/123456 https://bsky.app/profile/anna.example
https://forum.example/users/anna-kowalska https://forum.example.org/u/anna https://mastodon.example/@anna_k
"""


@pytest.mark.parametrize("address", PROFILES.split())
@pytest.mark.parametrize(
    "sentence", ["看我的页面{} 孩子发烧", "Моя страница: {}, болит голова", "See {}. My head hurts"]
)
def test_a_profiles_whole_address_is_masked(gate: Gate, address: str, sentence: str) -> None:
    masked = mask(sentence.format(address), gate.cues).text
    told = {word for word in address.replace("/", " ").split() if "." not in word and len(word) > 2} - {"https:"}
    assert not [word for word in told if word in masked], masked
    assert masked.endswith(sentence.split("{}")[1][-8:])


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        (
            "see https://clinic.example/results?patient=Anna+Kowalska&dob=1990-01-02 is it ok?",
            "see https://clinic.example/results?[contact 1] is it ok?",
        ),
        (
            "报告 http://a.example.cn/r?name=王小丽&tel=13812345678怎么看",
            "报告 http://a.example.cn/r?[联系方式1]怎么看",
        ),
        ("clinic.example/r?id=77, что это?", "clinic.example/r?[контакт 1], что это?"),
        ("see https://clinic.example/app#/patient/anna-k now", "see https://clinic.example/app#[contact 1] now"),
    ],
)
def test_what_an_address_asks_for_is_masked(gate: Gate, raw: str, masked: str) -> None:
    assert mask(raw, gate.cues).text == masked


@pytest.mark.parametrize(
    "raw",
    [
        "Is https://www.who.int/news-room/fact-sheets/detail/anaemia right?",
        "I read https://www.nhs.uk/conditions/iron-deficiency-anaemia/#symptoms, is it so?",
        "На https://www.rosminzdrav.ru/poleznye-resursy пишут иначе, почему?",
        "这个 https://www.nhc.gov.cn/wjw/index.shtml 说得对吗",
        "Should I ask my GP and/or a nurse? Did netflix.com/browse say so?",
    ],
)
def test_plain_pages_stay(gate: Gate, raw: str) -> None:
    assert mask(raw, gate.cues).text == raw
