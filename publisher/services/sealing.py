"""Secrets at rest: sealed with a key that lives beside the database, never in it, never in a backup.

The key's file holds one line: the key. While it is being changed a line `old` holds the one before, and afterwards a
line `names` the one that stand-in names rest on, which must not change with it.
"""

import hashlib
import hmac
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from publisher.domain.errors import ConfigurationError

_NONCE_BYTES = 12
_KEY_BYTES = 32
_OLD, _NAMES = "old ", "names "


class Sealer:
    """AES-256-GCM; the place (`account:<id>`) is bound in, so that a sealed value works nowhere else."""

    def __init__(self, key: bytes, *, old: bytes | None = None, names: bytes | None = None) -> None:
        self._file: Path | None = None
        self._stamp = 0
        self._take(key, old, names)

    def _take(self, key: bytes, old: bytes | None, names: bytes | None) -> None:
        self._keys = (key, old, names or key)
        self._ciphers = [AESGCM(one) for one in (key, old) if one is not None]
        self._naming = hmac.digest(names or key, b"pseudonyms", hashlib.sha256)

    @classmethod
    def from_file(cls, file: Path) -> "Sealer":
        """Read the key (hex), making it with mode 0600 when the home is new. It follows the file when that changes."""
        if not file.exists():
            _write_new_key(file)
        sealer = cls(*_read(file)[:1])
        sealer._file = file
        sealer._follow()
        return sealer

    def _follow(self) -> None:
        """Another process may have changed the key."""
        if self._file is None:
            return
        try:
            stamp = self._file.stat().st_mtime_ns
        except OSError:
            return  # what is known goes on working; a start without the file is refused
        if stamp != self._stamp:
            self._take(*_read(self._file))
            self._stamp = stamp

    def seal(self, place: str, secrets: dict[str, str]) -> str:
        self._follow()
        nonce = os.urandom(_NONCE_BYTES)
        return (nonce + self._ciphers[0].encrypt(nonce, json.dumps(secrets).encode(), place.encode())).hex()

    def pseudonym(self, *words: str) -> str:
        """The same words give the same name here and nowhere else, and nobody gets back from it to the words."""
        return hmac.new(self._naming, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()[:32]

    def open(self, place: str, sealed: str) -> dict[str, str]:
        self._follow()
        raw = bytes.fromhex(sealed)
        for cipher in self._ciphers:
            try:
                opened = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
            except InvalidTag:
                continue
            secrets: dict[str, str] = json.loads(opened)
            return secrets
        raise ConfigurationError("a stored secret does not fit the secret key; enter the secret again.")

    def begin_change(self) -> None:
        """From now on new values are sealed with a new key, and those of the old one can still be opened."""
        key, old, names = self._keys
        if old is None:  # else a change was begun and broken off: it goes on with the key it made
            self._write(os.urandom(_KEY_BYTES), key, names)

    def end_change(self) -> None:
        """Every value is sealed with the new key: the old one is forgotten."""
        key, _, names = self._keys
        self._write(key, None, names)

    def _write(self, key: bytes, old: bytes | None, names: bytes) -> None:
        if self._file is None:
            raise ConfigurationError("this key lies in no file and cannot be changed.")
        lines = [key.hex(), *([_OLD + old.hex()] if old else []), *([_NAMES + names.hex()] if names != key else [])]
        part = self._file.with_name(self._file.name + ".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(lines))
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, self._file)
        self._follow()


def _read(file: Path) -> tuple[bytes, bytes | None, bytes | None]:
    try:
        lines = file.read_text("ascii").strip().splitlines()
        key = bytes.fromhex(lines[0])
        more = [
            next((bytes.fromhex(line.removeprefix(name)) for line in lines[1:] if line.startswith(name)), None)
            for name in (_OLD, _NAMES)
        ]
    except (ValueError, OSError, IndexError) as error:
        raise ConfigurationError("the secret key cannot be read; put the right file back.", file=str(file)) from error
    if any(one is not None and len(one) != _KEY_BYTES for one in (key, *more)):
        raise ConfigurationError("the secret key is damaged; put the right file back.", file=str(file))
    return key, more[0], more[1]


def _write_new_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process made it at the same moment
    with os.fdopen(handle, "w") as out:
        out.write(os.urandom(_KEY_BYTES).hex())
