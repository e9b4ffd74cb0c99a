"""Another host to look from: a network namespace with its own cable to this machine. Needs root on Linux and `ip`."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.browser import launch_arguments
from tests.support.proxy import HOST

# four addresses of the range reserved for examples, so that nobody's network is reached by mistake; which four depends
# on the process, so that two test runs do not share a cable
_FIRST = os.getpid() % 64 * 4
HERE, THERE = f"192.0.2.{_FIRST + 1}", f"192.0.2.{_FIRST + 2}"


@dataclass(frozen=True)
class Elsewhere:
    """Where a browser stands. `address` is what the server must listen on to be reached from there."""

    address: str
    namespace: str | None

    def browser_options(self, chromium: str, folder: Path) -> dict[str, object]:
        """Arguments for Playwright's `launch`: the browser runs there and finds the test's host name."""
        rule = f"--host-resolver-rules=MAP {HOST} {self.address}"
        executable = chromium
        if self.namespace:
            script = folder / "chromium-elsewhere"
            script.write_text(f'#!/bin/sh\nexec ip netns exec {self.namespace} {chromium} "$@"\n')
            script.chmod(0o755)
            executable = str(script)
        return {"executable_path": executable, "args": [*launch_arguments(), rule]}


def can_make_a_host() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("ip") is not None


@contextlib.contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Another host where one can be made; otherwise another address of this machine's loopback."""
    if not can_make_a_host():
        yield Elsewhere("127.0.0.2" if sys.platform == "linux" else "127.0.0.1", None)
        return
    name, cable = f"reader-{os.getpid()}", f"dp{os.getpid() % 1_000_000}"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("addr", "add", f"{HERE}/30", "dev", cable)
        _ip("link", "set", cable, "up")
        _ip("-n", name, "addr", "add", f"{THERE}/30", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield Elsewhere(HERE, name)
    finally:
        # the cable goes first: a namespace that is still in use would keep it for a while
        subprocess.run(["ip", "link", "del", cable], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
