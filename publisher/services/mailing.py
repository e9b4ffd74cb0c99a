"""E-mail to people of the organisation: plain text, over the server named in the settings, with time limits."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from publisher.domain.errors import ConfigurationError
from publisher.settings import Settings

_SECONDS, _WHOLE_SECONDS = 10.0, 90.0  # of silence, and for all of a mail
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


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A signed-in connection, which is cut when it takes too long as a whole."""
    host, trust = settings.mail_host, ssl.create_default_context()
    secure = settings.mail_security == "tls"
    # not connected at once, so that it can be cut from the server's first word on
    server = smtplib.SMTP_SSL(timeout=_SECONDS, context=trust) if secure else smtplib.SMTP(timeout=_SECONDS)
    server._host = host  # type: ignore[attr-defined]  # the name that the certificate must bear
    limit = threading.Timer(_WHOLE_SECONDS, _cut, (server,))
    limit.daemon = True
    limit.start()
    try:
        with server:
            code, said = server.connect(host, settings.mail_port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, said)
            if settings.mail_security == "starttls":
                server.starttls(context=trust)
            if settings.mail_user:
                server.login(settings.mail_user, _password(settings))
            yield server
    finally:
        limit.cancel()


def _cut(server: smtplib.SMTP) -> None:
    """One that says a little now and then is never silent, and would be listened to for hours."""
    connection = server.sock
    if connection is not None:
        with suppress(OSError):  # it has just ended
            connection.shutdown(socket.SHUT_RDWR)


def _password(settings: Settings) -> str:
    file = settings.mail_password_file
    if file is None or not file.is_file():
        raise ConfigurationError("mail_password_file names no file; put the password of the mail account there.")
    return file.read_text("utf-8").strip()
