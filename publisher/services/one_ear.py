"""One bot or page is heard through one account: a network gives each message to whoever asks first."""

from collections.abc import Mapping

from publisher.channels.incoming import LISTENS_FOR
from publisher.domain.errors import Refusal
from publisher.domain.sentences import say
from publisher.services.desk import Desk
from publisher.storage import Transaction, accounts


def listener(desk: Desk, tx: Transaction, kind: str, secrets: Mapping[str, str], but: str | None) -> str | None:
    """The name of another account of the kind that hears questions with the same secrets."""
    for row in accounts.all_rows(tx):
        listens = row.kind == kind and row.id != but and row.settings.get(LISTENS_FOR)
        if listens and row.sealed and desk.sealer.open(f"account:{row.id}", row.sealed) == secrets:
            return str(row.name)
    return None


def require(
    desk: Desk,
    tx: Transaction,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    but: str | None = None,
) -> None:
    """Refusal where an account would listen and another one does already: they would take each other's questions."""
    if settings.get(LISTENS_FOR) and (name := listener(desk, tx, kind, secrets, but)):
        raise Refusal(say("“{account}” hears these messages already; let one account listen.", account=name))
