"""E-mail to people of the organisation: plain text, over the server named in the settings, with a time limit."""

import smtplib
import ssl
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from publisher.domain.errors import ConfigurationError
from publisher.settings import Settings

_SECONDS = 10.0


BAD_ADDRESS, BAD_SIGN_IN = "bad_address", "bad_sign_in"


class MailFailed(Exception):
    """Why a message did not leave, in one word (a kind of fault); never its words, never an address, never a secret."""


def is_set_up(settings: Settings) -> bool:
    return bool(settings.mail_host and settings.mail_from)


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Hand one message to the server. MailFailed says what kind of failure it was, and is the only error."""
    try:
        message = _message(settings.mail_from, to, subject, text)
    except (LookupError, AttributeError, TypeError, ValueError, MessageError):  # what the library does on broken ones
        raise MailFailed(BAD_ADDRESS) from None
    try:
        with _connected(settings) as server:
            server.send_message(message)
    except (smtplib.SMTPAuthenticationError, UnicodeEncodeError, ConfigurationError):
        raise MailFailed(BAD_SIGN_IN) from None
    except Exception as error:  # noqa: BLE001 - survives any server's fault; reported by type on the alarm
        raise MailFailed(type(error).__name__) from None


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    names = [one.username for one in message["To"].addresses]
    if not names or not all(names):
        raise ValueError("no address")
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="doctor-publisher.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port, checked = settings.mail_host, settings.mail_port, ssl.create_default_context()
    server: smtplib.SMTP
    if settings.mail_security == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=checked)
    else:
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        if settings.mail_security == "starttls":
            server.starttls(context=checked)
    if settings.mail_user:
        server.login(settings.mail_user, _password(settings))
    return server


def _password(settings: Settings) -> str:
    file = settings.mail_password_file
    if file is None or not file.is_file():
        raise ConfigurationError("mail_password_file names no file; put the password of the mail account there.")
    return file.read_text("utf-8").strip()
