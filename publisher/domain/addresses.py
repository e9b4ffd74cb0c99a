"""One e-mail address of a person, checked once for everybody who adds people."""

import re
from email.errors import MessageError

from publisher.domain.errors import Refusal
from publisher.domain.sentences import say

_LONGEST = 254
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)


def email_address(said: str) -> str:
    """The address in small letters; a Refusal for what no mail server takes: a person on duty is called there.

    ASCII alone (a name of letters elsewhere has its xn-- form), one local part without quotes or comments, and a domain
    with a dot, or this machine itself.
    """
    address = said.strip().lower()
    local, _at, domain = address.partition("@")
    labels = domain.split(".")
    plain = local and len(address) <= _LONGEST and (len(labels) > 1 or domain == "localhost")
    if not (plain and all(_LABEL.fullmatch(label) for label in labels) and _is_local_part(local)):
        raise Refusal(say("“{email}” is no e-mail address; write one like name@example.org.", email=said[:_LONGEST]))
    return address


def _is_local_part(local: str) -> bool:
    from email.headerregistry import Address  # its parser takes long to import, and few commands add people

    try:
        return Address(addr_spec=f"{local}@localhost").username == local
    except (ValueError, IndexError, MessageError):
        return False
