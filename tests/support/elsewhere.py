"""Another host to look from: a network namespace with its own cable to this machine. Needs root on Linux and `ip`."""

import contextlib
import ipaddress
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.browser import launch_arguments
from tests.support.proxy import HOST

# ranges reserved for examples, so that nobody's network is reached by mistake: four addresses of them make a cable
_RANGES = [ipaddress.ip_network(name) for name in ("198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24")]
_NAMESPACE, _CABLE = "reader-", "dp"
_numbers = itertools.count(1)  # one run may look from several hosts


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
    _clear_away_what_a_killed_run_left()
    mark = f"{os.getpid()}-{next(_numbers)}"
    name, cable = f"{_NAMESPACE}{mark}", f"{_CABLE}{mark}"
    here, there = _free_pair()
    _ip("netns", "add", name)
    try:
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("addr", "add", f"{here}/30", "dev", cable)
        _ip("link", "set", cable, "up")
        _ip("-n", name, "addr", "add", f"{there}/30", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield Elsewhere(here, name)
    finally:
        _remove(mark)


def _remove(mark: str) -> None:
    # the cable goes first: a namespace that is still in use would keep it for a while
    subprocess.run(["ip", "link", "del", f"{_CABLE}{mark}"], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", f"{_NAMESPACE}{mark}"], capture_output=True, check=False)


def _clear_away_what_a_killed_run_left() -> None:
    for known in json.loads(_ip("-json", "netns", "list") or "[]"):
        mark = known["name"].removeprefix(_NAMESPACE)
        process = mark.partition("-")[0]
        if mark != known["name"] and process.isdecimal() and not Path(f"/proc/{process}").exists():
            _remove(mark)


def _free_pair() -> tuple[str, str]:
    """Two neighbouring addresses that no network of this machine covers: a machine may itself stand in such a range,
    and another test run has its own cable. Which ones are tried first depends on the process."""
    links = json.loads(_ip("-json", "addr"))
    taken = [
        ipaddress.ip_interface(f"{address['local']}/{address['prefixlen']}").network
        for link in links
        for address in link["addr_info"]
        if address["family"] == "inet"
    ]
    pairs = [four for whole in _RANGES for four in whole.subnets(new_prefix=30)]
    first = os.getpid() % len(pairs)
    free = next(four for four in pairs[first:] + pairs[:first] if not any(four.overlaps(other) for other in taken))
    return str(free[1]), str(free[2])


def _ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout
