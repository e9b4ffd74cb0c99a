"""Identifiers: 26 characters, sortable by time of making, unguessable enough not to collide."""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """A ULID (48 bits of milliseconds, 80 random bits) in lower-case Crockford base 32."""
    number = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
