"""Readers of a newsletter who want no more of it."""

import re
from pathlib import Path

from publisher.channels._mailing import Mailing
from publisher.services.desk import Desk
from publisher.storage import accounts, events

FOLDER = "mail"
_NOTE = re.compile(r"([0-9A-Za-z-]{1,64})/([0-9a-z-]{1,64})\Z")


def notes(home: Path) -> list[Path]:
    """The files of who got which letter and who left: a backup without them would write to people again."""
    return sorted(file for file in (home / FOLDER).glob("*/*") if file.name != ".lock")


def put_back(home: Path, name: str, content: bytes) -> None:
    """One of these files from a backup; a name that is not of their form is left out."""
    if found := _NOTE.match(name):
        folder = home / FOLDER / found[1]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / found[2]).write_bytes(content)


def leave(desk: Desk, account_id: str, token: str) -> bool:
    """Note that the reader with this token gets no more letters; False when nobody is known by it."""
    with desk.db.read() as tx:
        if accounts.by_id(tx, account_id) is None:
            return False
    if not Mailing(desk.home / FOLDER, account_id).leave(token):
        return False
    with desk.db.write() as tx:
        events.append(tx, f"account:{account_id}", "reader_left", "reader", desk.clock())
    return True
