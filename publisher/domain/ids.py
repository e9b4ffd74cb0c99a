"""Identifiers: 26 characters, sortable in the order of making within a process, unguessable enough not to collide."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_turn = threading.Lock()
_last = 0


def new_id() -> str:
    """A ULID (48 bits of milliseconds, 80 random bits) in lower-case Crockford base 32.

    Within a millisecond the random part goes up by a random step, so that what is made later sorts later.
    """
    global _last  # noqa: PLW0603 - what the next one must be above
    with _turn:
        number = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
        if number >> 80 <= _last >> 80:
            number = _last + 1 + int.from_bytes(os.urandom(4), "big")
        _last = number
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
