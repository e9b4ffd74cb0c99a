"""Secrets at rest: sealed with a key that lives beside the database, never in it, never in a backup."""

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


class Sealer:
    """AES-256-GCM; the place (`account:<id>`) is bound in, so that a sealed value works nowhere else."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._naming = hmac.digest(key, b"pseudonyms", hashlib.sha256)

    @classmethod
    def from_file(cls, file: Path) -> "Sealer":
        """Read the key (hex), making it with mode 0600 when the home is new."""
        if not file.exists():
            _write_new_key(file)
        try:
            key = bytes.fromhex(file.read_text("ascii").strip())
        except (ValueError, OSError) as error:
            raise ConfigurationError(
                "the secret key cannot be read; put the right file back.", file=str(file)
            ) from error
        if len(key) != _KEY_BYTES:
            raise ConfigurationError("the secret key is damaged; put the right file back.", file=str(file))
        return cls(key)

    def seal(self, place: str, secrets: dict[str, str]) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        return (nonce + self._cipher.encrypt(nonce, json.dumps(secrets).encode(), place.encode())).hex()

    def pseudonym(self, *words: str) -> str:
        """The same words give the same name here and nowhere else, and nobody gets back from it to the words."""
        return hmac.new(self._naming, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()[:32]

    def open(self, place: str, sealed: str) -> dict[str, str]:
        raw = bytes.fromhex(sealed)
        try:
            opened = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except InvalidTag:
            raise ConfigurationError("a stored secret does not fit the secret key; enter the secret again.") from None
        secrets: dict[str, str] = json.loads(opened)
        return secrets


def _write_new_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process made it at the same moment
    with os.fdopen(handle, "w") as out:
        out.write(os.urandom(_KEY_BYTES).hex())
