"""What counts as the e-mail address of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.addresses import email_address
from publisher.domain.errors import Refusal


@pytest.mark.parametrize("said", ["a@b.example", "o'neil+x@xn--80aesfpebagmfblc0a.xn--p1ai", "owner@localhost"])
def test_an_address_that_a_mail_server_takes_is_taken(said: str) -> None:
    assert email_address(f" {said.upper()} ") == said


@pytest.mark.parametrize(
    "said",
    [
        "",
        "@",
        "a@",
        "@b.example",
        "a@b",
        "a@b@c.example",
        "a@b..example",
        "a@-b.example",
        "a@b.example, c@d.example",
        "<a@b.example>",
        "a(b)@c.example",
        '"a b"@c.example',
        "a@b.example\nBcc: c@d.example",
        "a\r\n@b.example",
        "a\t@b.example",
        "a@b.example\u2028c",
        "доктор@clinic.example",
        "a" * 250 + "@b.example",
    ],
)
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(Refusal, match="no e-mail address"):
        email_address(said)


@given(st.text(alphabet='a.@"()<>,;:\\[] \r\n\x00é=?-_', max_size=30), st.sampled_from(["", "@b.example"]))
def test_whatever_is_said_is_an_address_of_one_line_or_refused(local: str, domain: str) -> None:
    try:
        address = email_address(local + domain)
    except Refusal:
        return
    assert address.isascii()
    assert address.isprintable()
    assert address.count("@") == 1
    assert " " not in address
