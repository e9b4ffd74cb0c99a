"""Mail as programs really write it: parts in any nest, headers of any shape, a “From” in a sentence. All is read."""

import mailbox as standard
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from publisher.intake import mailbox
from publisher.intake.messages import Message

BEGIN = b"From a@example.org Sat Nov 28 10:00:00 2026\n"
HEAD = "From: Anna <a@example.org>\nSubject: help\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"
PHOTO = "Content-Type: image/jpeg\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\nAAAA"
CRY = "I want to kill myself tonight"


def nest(kind: str, *parts: str, mark: str = "B") -> str:
    inside = "".join(f"--{mark}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary={mark}\n\n{inside}--{mark}--\n"


def boxed(folder: Path, *mails: str | bytes) -> list[Message]:
    file = folder / "box.mbox"
    raw = [mail if isinstance(mail, bytes) else mail.encode() for mail in mails]
    file.write_bytes(b"".join(BEGIN + mail + b"\n\n" for mail in raw))
    return list(mailbox.read(file))


def said(folder: Path, mail: str) -> str:
    (found,) = boxed(folder, mail)
    return found.text


def test_what_is_written_behind_a_photo_is_read_too(tmp_path: Path) -> None:
    mail = HEAD + nest("mixed", PLAIN + "This is my rash.", PHOTO, PLAIN + CRY)
    assert said(tmp_path, mail) == f"help\nThis is my rash.\n{CRY}\n[photo]"


def test_a_photo_that_stands_in_one_of_two_forms_is_shown(tmp_path: Path) -> None:
    page = nest("related", HTML + '<p>What is this?</p><img src="cid:1">', PHOTO, mark="C")
    assert said(tmp_path, HEAD + nest("alternative", PLAIN + "What is this?", page)) == "help\nWhat is this?\n[photo]"


@pytest.mark.parametrize("first", ["", "Your program cannot show this mail.", "Hello *doctor*"])
def test_what_only_the_second_form_says_is_read(first: str, tmp_path: Path) -> None:
    mail = HEAD + nest("alternative", PLAIN + first, HTML + f"<div>Hello doctor</div><div>{CRY}</div>")
    assert said(tmp_path, mail).endswith(CRY)
    assert said(tmp_path, mail).count("doctor") == 1


def test_blocks_of_a_page_stay_lines_of_their_own(tmp_path: Path) -> None:
    page = "<style>p{}</style><!-- <p>x -->Hi<div>I want\nto die</div>Ann<br>5 &lt; 6<table><tr><td>a<td>b</table><li>c"
    assert said(tmp_path, HEAD + HTML + page) == "help\nHi\nI want to die\nAnn\n5 < 6\na b\nc"


def test_a_picture_written_into_the_page_is_a_photo(tmp_path: Path) -> None:
    assert said(tmp_path, HEAD + HTML + 'See<img alt="" src="data:image/png;base64,AAAA">') == "help\nSee\n[photo]"


def test_a_mail_that_came_along_is_read(tmp_path: Path) -> None:
    along = f"Content-Type: message/rfc822\n\nSubject: from my sister\n{PLAIN}{CRY}"
    assert said(tmp_path, HEAD + nest("mixed", PLAIN + "See below", along)) == (
        f"help\nSee below\nfrom my sister\n{CRY}"
    )


def test_parts_that_are_not_found_are_read_as_they_stand(tmp_path: Path) -> None:
    assert CRY in said(tmp_path, HEAD + f"Content-Type: multipart/mixed; boundary=B\n\n--C\n{PLAIN}{CRY}\n--C--")
    assert CRY in said(tmp_path, HEAD + f"Content-Type: /\n\n{CRY}")
    assert CRY in said(tmp_path, HEAD + PLAIN.replace("\n\n", "\nContent-Disposition: attachment\n\n") + CRY)


@pytest.mark.parametrize("kind", ["image/png", "audio/ogg", "video/mp4", "application/pdf", "text/calendar"])
def test_everything_that_came_along_has_its_word(kind: str, tmp_path: Path) -> None:
    words = {"image": "[photo]", "audio": "[voice]", "video": "[video]"}
    deep = nest("mixed", nest("signed", PLAIN + "Look", f"Content-Type: {kind}\n\nAAAA", mark="C"), PHOTO)
    assert said(tmp_path, HEAD + deep) == f"help\nLook\n{words.get(kind.split('/')[0], '[file]')} [photo]"


@pytest.mark.parametrize(
    "header",
    [
        "Message-ID: <[>",
        "From: =?utf-8?q?A=0D=0Ab?= <a@x>",
        "From: a@[",
        "From: a:;b",
        'From: "" <>',
        "From: =?utf-8?b?4pyT?",
        "From: =?utf-8\x00?q?a?= <a@x>",
        "Subject: =?utf-8?q?=00x?=",
        "Subject: =?utf-8?b?A?=",
        "Subject: =?x-none?q?a?= \\u12",
        "Date: Thu, 1 Jan 0001 00:00:00 +2359",
        "Date: Mon, 99 Foo 20200000000000000 99:99:99 +99999999",
        "Date: ,",
        'Content-Type: text/plain; charset="utf-8',
        "Content-Type: text/plain; charset=utf-8\x00",
        "Content-Type: text/plain; charset*1*=x; charset*=a''%FF",
        "Content-Type: multipart/mixed",
        "Content-Disposition: inline; filename*=x",
        "Content-Transfer-Encoding: ",
    ],
)
def test_no_header_keeps_a_mail_or_its_neighbours_from_being_read(header: str, tmp_path: Path) -> None:
    first, second = boxed(tmp_path, f"{header}\nX-A: 1\n\n{CRY}", HEAD + PLAIN + "Can I eat fish?")
    assert first.text.endswith(CRY)
    assert "\x00" not in first.text + str(first.author)
    assert (first.key, second.text) == ("", "help\nCan I eat fish?")


def test_lines_in_clear_of_a_body_in_base64_are_read(tmp_path: Path) -> None:
    head = HEAD + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    encoded = b64encode("我不想活了。".encode()).decode()
    assert said(tmp_path, f"{head}{encoded}\n{encoded[:-3]}\n{CRY}, really!") == (
        f"help\n我不想活了。我不想活了\n{CRY}, really!"
    )
    assert said(tmp_path, f"{head}{CRY}") == f"help\n{CRY}"


def test_a_header_in_undeclared_letters_is_read(tmp_path: Path) -> None:
    (found,) = boxed(tmp_path, "Subject: хочу умереть\n\nпомогите".encode("cp1251"))
    assert found.text == "хочу умереть\nпомогите"


@pytest.mark.parametrize("letters", ["utf-8", "cp1251"])
def test_a_charset_that_programs_name_without_knowing_is_not_believed(letters: str, tmp_path: Path) -> None:
    head = HEAD + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    (found,) = boxed(tmp_path, head.encode() + "я не хочу больше жить".encode(letters))
    assert found.text == "help\nя не хочу больше жить"
    (found,) = boxed(tmp_path, head.encode() + "my café".encode("iso-8859-1"))
    assert found.text == "help\nmy café"


SENTENCES = "My son is weeks old.\n\nFrom yesterday on he has a fever of 39.5.\n\nFrom Sat 28 Nov 2026 10:00 limp."


def test_a_line_that_begins_with_from_is_a_sentence(tmp_path: Path) -> None:
    first, second = boxed(tmp_path, HEAD + PLAIN + SENTENCES, HEAD + PLAIN + "Can I eat fish?")
    assert (first.text, second.text) == ("help\n" + SENTENCES, "help\nCan I eat fish?")
    letter = EmailMessage()
    letter["From"] = "a@example.org"
    letter.set_content(SENTENCES)
    box = standard.mbox(tmp_path / "written.mbox")
    box.add(letter)
    box.close()
    assert b"\n>From yesterday" in (tmp_path / "written.mbox").read_bytes()
    (found,) = mailbox.read(tmp_path / "written.mbox")
    assert found.text == SENTENCES


@pytest.mark.parametrize(
    "begin",
    [
        b"From a@example.org Sat Nov 28 10:00:00 2026",
        b"From - Sat Nov 28 10:00:00 2026",
        b"From 1796000000000000000@xxx Sat Nov 28 10:00:00 +0000 2026",
        b"From MAILER-DAEMON Sat Nov  8 10:00 MSK 2026\r",
        b"From a@example.org  Sat, 28 Nov 2026 10:00:00 +0000 (UTC)",
        "\nFrom a@example.org Сб ноя 28 10:00:00 2026".encode(),
    ],
)
def test_every_program_begins_a_mail_in_its_own_way(begin: bytes, tmp_path: Path) -> None:
    file = tmp_path / "box.mbox"
    file.write_bytes(b"".join(begin + b"\n" + HEAD.encode() + b"\n" + words + b"\n" for words in (b"one", b"two")))
    assert [one.text for one in mailbox.read(file)] == ["help\none", "help\ntwo"]


def test_a_single_mail_without_the_line_of_a_box_is_read(tmp_path: Path) -> None:
    file = tmp_path / "one.mbox"
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + PLAIN + CRY).encode())
    assert [one.text for one in mailbox.read(file)] == [f"help\n{CRY}"]


def test_a_mail_nested_without_end_is_one_reject_at_most(tmp_path: Path) -> None:
    deep = PLAIN + CRY
    for number in range(400):
        deep = nest("mixed", deep, mark=f"B{number}")
    first, second = boxed(tmp_path, HEAD + deep, HEAD + HTML + "<div>" * 20_000 + "a")
    assert first.error is not None or CRY in first.text
    assert second.text.endswith("a")


@pytest.mark.parametrize(
    ("headers", "author", "reached"),
    [
        ("From: Site <noreply@clinic.example>\nReply-To: anna@mail.example", "anna@mail.example", "anna@mail.example"),
        ("From: wordpress@clinic.example", None, "wordpress@clinic.example"),
        ("From: anna@mail.example\nReply-To: list@lists.example", "anna@mail.example", "anna@mail.example"),
    ],
)
def test_whoever_fills_in_a_form_is_a_person_of_her_own_and_can_be_reached(
    tmp_path: Path, headers: str, author: str | None, reached: str
) -> None:
    file = tmp_path / "form.mbox"
    file.write_text(f"From x Mon Mar  2 10:00:00 2026\n{headers}\nSubject: help\n\nI cannot go on.\n", "utf-8")
    (found,) = mailbox.read(file)
    assert (found.author, found.origin["author"]) == (author, reached)
