"""A connection to a mail server: to an address that was looked at, under a certificate that bears its name."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from publisher import net
from publisher.channels._calls import Failed, masked, route_of
from publisher.channels.contract import Account, Reconnect, Rejected, RetryLater
from publisher.domain.sentences import say

_SECONDS, _AUTH_FAILED = 20.0, frozenset({530, 534, 535, 538})


@contextmanager
def connected(account: Account) -> Iterator[smtplib.SMTP]:
    """A signed-in connection. Nothing has left when it cannot be made. Raises Failed."""
    host, _, port = account.settings["host"].strip().partition(":")
    security = account.settings.get("security", "").strip().lower() or "starttls"
    number = int(port) if port.isdigit() else {"tls": 465, "none": 25}.get(security, 587)
    try:
        address = net.checked_address(host, number, route_of(account))
        server = _opened(account, host, address, number, security)
    except net.NotSent as error:
        trouble = Reconnect if isinstance(error, net.Untrusted) else RetryLater
        raise Failed(trouble(error.reason)) from None
    except ssl.SSLError:
        raise Failed(Reconnect(say("The certificate of the mail server is not the right one."))) from None
    except smtplib.SMTPResponseException as error:
        raise Failed(refusal_of(error, account)) from None
    except (OSError, smtplib.SMTPException):
        raise Failed(RetryLater(say("The mail server cannot be reached."))) from None
    try:
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _opened(account: Account, host: str, address: str, port: int, security: str) -> smtplib.SMTP:
    trust = net.trust_of(route_of(account))
    server = _Named(host, trust) if security == "tls" else smtplib.SMTP(timeout=_SECONDS)
    server._host = host  # type: ignore[attr-defined]  # the name that the certificate must bear
    with ExitStack() as unless_it_starts:
        unless_it_starts.callback(server.close)
        server.connect(address, port)
        if security == "starttls":
            server.starttls(context=trust)
        if account.settings.get("user"):
            server.login(account.settings["user"], account.secrets.get("password", ""))
        unless_it_starts.pop_all()
    return server


class _Named(smtplib.SMTP_SSL):
    """Connects to an address that was looked at, and expects the certificate of the name."""

    def __init__(self, name: str, trust: ssl.SSLContext) -> None:
        self._name, self._trust = name, trust
        super().__init__(timeout=_SECONDS, context=trust)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        return self._trust.wrap_socket(plain, server_hostname=self._name)


def refusal_of(error: smtplib.SMTPResponseException, account: Account) -> RetryLater | Reconnect | Rejected:
    said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
    if error.smtp_code in _AUTH_FAILED:
        return Reconnect(
            say("The mail server does not accept the name or the password ({said}).", said=masked(said, account))
        )
    if 400 <= error.smtp_code < 500:
        return RetryLater(say("The mail server asks to come again ({said}).", said=masked(said, account)))
    return Rejected(
        say("The mail server refused the letter ({code}: {said}).", code=error.smtp_code, said=masked(said, account))
    )
