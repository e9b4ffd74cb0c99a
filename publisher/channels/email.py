"""A newsletter by e-mail: one letter per reader, as text and HTML, with one-click unsubscription.

What became of each letter is kept (`_mailing`), so that a newsletter that was cut off goes on with the readers who have
none yet, and nobody gets it twice. A sent letter can be neither changed nor taken back.
"""

import re
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from publisher.channels._base import TextNetwork, guarded, told, words
from publisher.channels._calls import Failed
from publisher.channels._documents import article, title_part, whole_part
from publisher.channels._mailing import BEGUN, DONE, LATER, REFUSED, Mailing, token_of
from publisher.channels._smtp import connected, refusal_of
from publisher.channels._texts import flow_of
from publisher.channels.contract import (
    Absent,
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Post,
    Reconnect,
    Rejected,
    Rendered,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.domain.sentences import Sentence, say
from publisher.rendering.forms import with_inline_styles
from publisher.rendering.layers import GAP, without_hidden_links
from publisher.rendering.markup import text as text_markup

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+\Z")


class Email(TextNetwork):
    """One list of readers behind one mail server."""

    kind = "email"
    label = words("E-mail newsletter", "邮件通讯", "Рассылка по почте")
    capabilities = Capabilities(Lookup.BY_KEY, can_correct=False, can_remove=False, answers_from_here=True)
    fields = (
        AccountField(
            "host",
            words(
                "Mail server (SMTP), name or name:port", "邮件服务器 名称或名称:端口", "Сервер SMTP, имя или имя:порт"
            ),
        ),
        AccountField(
            "security",
            words(
                "“starttls” (default, port 587), “tls” (465), or “none” within your own network",
                "starttls（默认，587）、tls（465），内网可填 none",
                "starttls (по умолчанию, 587), tls (465) или none во внутренней сети",
            ),
            required=False,
        ),
        AccountField("user", words("User name at the mail server", "登录名", "Имя пользователя"), required=False),
        AccountField("password", words("Password", "密码", "Пароль"), secret=True, required=False),
        AccountField(
            "sender", words("Sender, Name <a@b.example>", "发件人 名称 <a@b.example>", "Отправитель, Имя <a@b.example>")
        ),
        AccountField(
            "readers",
            words(
                "Addresses of the readers who agreed, separated by commas or lines",
                "已同意接收的读者邮箱，用逗号或换行分隔",
                "Адреса согласившихся читателей через запятую или с новой строки",
            ),
            secret=True,
        ),
        AccountField(
            "unsubscribe_key",
            words(
                "Any long random word: signs the links by which readers leave",
                "任意长随机串，用于签名退订链接",
                "Любое длинное случайное слово: подписывает ссылки для отписки",
            ),
            secret=True,
        ),
        AccountField(
            "private_network",
            words(
                "“yes” if the server stands in your own network",
                "服务器位于内网时填“yes”",
                "«yes», если сервер стоит в вашей внутренней сети",
            ),
            required=False,
        ),
        AccountField(
            "root_certificate",
            words("Certificate of the mail server (PEM)", "邮件服务器证书（PEM）", "Сертификат сервера (PEM)"),
            required=False,
        ),
    )

    def __init__(self, folder: Path, public_url: str) -> None:
        self.folder, self.public_url = folder, public_url

    def render(self, post: Post) -> Rendered:
        text = GAP.join((*post.heads, without_hidden_links(flow_of(post)).text, *post.footers))
        html = with_inline_styles(f"<section><h1>{text_markup(post.title)}</h1>{article(post)}</section>")
        plain = RenderedPart(text, "text", len(text), None, "characters")
        return Rendered(self.kind, (plain, whole_part(html), title_part(post)))

    @guarded
    def send(self, account: Account, delivery: Delivery) -> Outcome:
        readers, wrong = readers_of(account)
        if wrong or not readers:
            return Reconnect(say("These are no addresses of readers: {count}; correct the list.", count=len(wrong)))
        mailing, secret = Mailing(self.folder, account.id), account.secrets["unsubscribe_key"]
        tokens = {token_of(secret, account.id, one): one for one in readers}
        mailing.remember(set(tokens))
        unwilling, states = mailing.unwilling(), mailing.states(delivery.key)
        left = {
            token: one for token, one in tokens.items() if token not in unwilling and states.get(token, LATER) == LATER
        }
        if left:
            with connected(account) as server:
                for token, reader in left.items():
                    self._send_one(account, delivery, mailing, server, token, reader)
        return _outcome(delivery, mailing.states(delivery.key))

    def _send_one(
        self,
        account: Account,
        delivery: Delivery,
        mailing: Mailing,
        server: smtplib.SMTP,
        token: str,
        reader: str,
    ) -> None:
        letter = self._letter(account, delivery, token, reader)
        mailing.note(delivery.key, token, BEGUN)
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code = next((code for code, _ in error.recipients.values()), 550)
            mailing.note(delivery.key, token, LATER if 400 <= code < 500 else REFUSED)
            return
        except smtplib.SMTPResponseException as error:
            mailing.note(delivery.key, token, LATER if 400 <= error.smtp_code < 500 else REFUSED)
            raise Failed(refusal_of(error, account)) from None
        except (OSError, smtplib.SMTPServerDisconnected):
            raise Failed(
                Unknown(say("The mail server cut the connection; the reader it was at gets no second letter."))
            ) from None
        mailing.note(delivery.key, token, DONE)

    def _letter(self, account: Account, delivery: Delivery, token: str, reader: str) -> EmailMessage:
        text, html, title = delivery.rendered.parts
        leave = f"{self.public_url.rstrip('/')}/unsubscribe/{account.id}/{token}"
        letter = EmailMessage(policy=SMTP)
        letter["Subject"] = title.text or delivery.post.entry
        letter["From"], letter["To"] = account.settings["sender"], reader
        letter["Date"] = format_datetime(delivery.first_tried_at or delivery.post.signed_at)
        letter["Message-ID"] = (
            f"<{delivery.key}.{token[:16]}@{parseaddr(account.settings['sender'])[1].rpartition('@')[2]}>"
        )
        letter["List-Unsubscribe"] = f"<{leave}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter["Content-Language"] = delivery.post.language.value
        letter.set_content(text.text, cte="base64")
        letter.add_alternative(html.text, subtype="html", cte="base64")
        return letter

    @guarded
    def find(self, account: Account, delivery: Delivery) -> Found:
        """From our own notes: sent when no reader is left; otherwise sending again goes on with those who are."""
        readers, _ = readers_of(account)
        mailing, secret = Mailing(self.folder, account.id), account.secrets["unsubscribe_key"]
        states = mailing.states(delivery.key)
        wanted = {token_of(secret, account.id, one) for one in readers} - mailing.unwilling()
        left = [token for token in wanted if states.get(token, LATER) == LATER]
        return Absent() if left or not states else _outcome(delivery, states)  # type: ignore[return-value]

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return Rejected(say("A letter that was sent cannot be changed; send a correction as a new one."))

    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        return Rejected(say("A letter that was sent cannot be taken back; write to the readers."))

    @told
    def test(self, account: Account) -> Sentence | str | None:
        readers, wrong = readers_of(account)
        if wrong or not readers:
            return say("{count} of the readers' addresses cannot be read; correct the list.", count=len(wrong))
        with connected(account):
            return None


def readers_of(account: Account) -> tuple[list[str], list[str]]:
    """Addresses, each once, and what is no address."""
    listed = [one.strip() for one in re.split(r"[,;\n]", account.secrets["readers"]) if one.strip()]
    good = list(dict.fromkeys(one for one in listed if _ADDRESS.match(one)))
    return good, [one for one in listed if not _ADDRESS.match(one)]


def _outcome(delivery: Delivery, states: dict[str, str]) -> Outcome:
    """Sent when at least one letter arrived at the server; the id says how many of each."""
    counted = {state: sum(1 for one in states.values() if one == state) for state in (DONE, BEGUN, REFUSED)}
    if later := sum(1 for one in states.values() if one == LATER):
        return RetryLater(say("The mail server wants {count} of the letters later.", count=later))
    if states and not counted[DONE]:
        if counted[BEGUN]:
            return Unknown(say("Whether a letter arrived is not known; nobody is written to twice."))
        return Rejected(say("The mail server refused every reader."))
    said = "-".join(f"{counted[state]}" for state in (DONE, BEGUN, REFUSED))
    return Sent(f"letters:{delivery.key}:{said}", None)


def channel(site_root: Path, public_url: str) -> Email:
    return Email(site_root.parent / "mail", public_url)
