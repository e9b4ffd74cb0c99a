"""Who got which letter and who wants none: small files beside the site, of digests only, each line on the disk at once.

A letter that was begun and not known to have arrived is never sent again to the same person.
"""

import hashlib
import hmac
import os
import re
from pathlib import Path

from filelock import FileLock

_TOKEN = re.compile(r"[0-9a-f]{40}\Z")
_NAME = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
BEGUN, DONE, REFUSED, LATER = "begun", "done", "refused", "later"


def token_of(secret: str, account: str, address: str) -> str:
    """Names a reader towards one account; nobody can tell it from the address alone."""
    said = f"{account}\n{address.strip().lower()}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:40]


class Mailing:
    """The files of one account below `folder`."""

    def __init__(self, folder: Path, account: str) -> None:
        if not _NAME.match(account):
            raise ValueError("this is no id of an account")
        self._folder, self._account = folder, account

    def states(self, key: str) -> dict[str, str]:
        """How far the letter with this key is with each reader."""
        return dict(line.split(" ", 1) for line in _lines(self._letter(key)) if " " in line)

    def note(self, key: str, token: str, state: str) -> None:
        self._append(self._letter(key), f"{token} {state}")

    def unwilling(self) -> set[str]:
        return set(_lines(self._file("unwilling")))

    def known(self) -> set[str]:
        return set(_lines(self._file("readers")))

    def remember(self, tokens: set[str]) -> None:
        """Readers that letters went to: only these can say that they want no more."""
        for token in sorted(tokens - self.known()):
            self._append(self._file("readers"), token)

    def leave(self, token: str) -> bool:
        """A reader wants no more letters; False when nobody is known by this token."""
        if not _TOKEN.match(token) or token not in self.known():
            return False
        if token not in self.unwilling():
            self._append(self._file("unwilling"), token)
        return True

    def _letter(self, key: str) -> Path:
        return self._file(f"letter-{hashlib.sha256(key.encode()).hexdigest()[:24]}")

    def _file(self, name: str) -> Path:
        return self._folder / self._account / name

    def _append(self, file: Path, line: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(file.parent / ".lock", timeout=20), file.open("a", encoding="ascii") as out:
            out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("ascii").splitlines()
    except FileNotFoundError:
        return []
