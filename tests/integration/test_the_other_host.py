"""The other host the browser tests look from: it meets no network of this machine and nothing an earlier run left."""

import subprocess
import sys

import pytest

from tests.support.elsewhere import can_make_a_host, elsewhere

pytestmark = pytest.mark.skipif(not can_make_a_host(), reason="another host needs root on Linux and ip")


def _ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout


def _leave_behind(address: str) -> int:
    """What a killed test run leaves: a namespace and a cable at `address`. Gives the number of the ended process."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    _ip("netns", "add", f"reader-{ended.pid}")
    _ip("link", "add", f"dp{ended.pid}", "type", "veth", "peer", "name", "eth0", "netns", f"reader-{ended.pid}")
    _ip("addr", "add", f"{address}/30", "dev", f"dp{ended.pid}")
    return ended.pid


def test_what_a_killed_run_left_is_cleared_away() -> None:
    left = _leave_behind("198.51.100.1")
    with elsewhere() as place:
        assert f"reader-{left}" not in _ip("netns", "list")
        assert f"dp{left}" not in _ip("link")
        assert place.namespace in _ip("netns", "list")


def test_two_hosts_never_share_an_address() -> None:
    with elsewhere() as mine, elsewhere() as other:
        assert mine.address != other.address
        assert mine.namespace != other.namespace
    assert other.namespace not in _ip("netns", "list")
