"""Unpacks Debian packages into a folder, as any user: nothing is installed and no service of the system is started."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_STATUS = Path("/var/lib/dpkg/status")
# taken for absent even where the machine has them, so that a test never uses the machine's own database or web server
_OURS = re.compile(r"Package: (php|libapache2|mariadb|mysql|default-mysql|wordpress|snac)")
_SECONDS = 600


class Unavailable(Exception):
    """What cannot be had here, in one sentence."""


@dataclass(frozen=True)
class Apt:
    """apt-get with lists, cache and status of its own; `sources` None for the machine's own sources."""

    folder: Path
    sources: str | None = None

    def get(self, *arguments: str, within: Path | None = None) -> str:
        command = ["apt-get", *self._options(), *arguments]
        try:
            done = subprocess.run(
                command, cwd=within or self.folder, capture_output=True, text=True, check=True, timeout=_SECONDS
            )
        except subprocess.CalledProcessError as error:
            lines = error.stderr.strip().splitlines()
            raise Unavailable(f"apt-get said: {lines[-1] if lines else error.returncode}") from None
        return done.stdout

    def _options(self) -> list[str]:
        for needed in ("lists/partial", "cache/archives/partial", "sources"):
            (self.folder / needed).mkdir(parents=True, exist_ok=True)
        stanzas = _STATUS.read_text(encoding="utf-8").split("\n\n")
        (self.folder / "status").write_text("\n\n".join(one for one in stanzas if not _OURS.match(one)))
        values = {"Dir::State::lists": "lists", "Dir::Cache": "cache", "Dir::State::status": "status"}
        if self.sources is not None:
            (self.folder / "sources" / "one.list").write_text(self.sources)
            values |= {"Dir::Etc::sourcelist": "none.list", "Dir::Etc::sourceparts": "sources"}
        found = [f"{name}={self.folder / value}" for name, value in values.items()]
        return [word for value in found for word in ("-o", value)]


def unpack(packages: list[str], target: Path, release: str | None = None) -> None:
    """Leave the files of `packages`, and of what they need and the machine lacks, under `target`.

    With `release` the packages alone, from that release of Debian, by the mirror this machine uses. Unavailable if not.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None or not _STATUS.exists():
        raise Unavailable("this system has no apt-get")
    target.mkdir(parents=True, exist_ok=True)
    apt = Apt(target.with_name(f"{target.name}-apt"), None if release is None else _sources_of(release))
    apt.folder.mkdir(parents=True, exist_ok=True)
    try:
        apt.get("update", "-qq")
        names = packages if release else _with_needs(apt, packages)
        for name in names:
            apt.get("download", "-qq", name)
        for file in sorted(apt.folder.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", file, target], check=True, timeout=_SECONDS)
    finally:
        shutil.rmtree(apt.folder, ignore_errors=True)


def _with_needs(apt: Apt, packages: list[str]) -> list[str]:
    listed = apt.get("install", "--print-uris", "-qq", "-y", "--no-install-recommends", *packages)
    return [line.split("' ", 1)[1].split("_", 1)[0] for line in listed.splitlines() if line.startswith("'")]


def _sources_of(release: str) -> str:
    """One line for apt that names the release on the mirror from which this machine takes its own."""
    words = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    if words.get("ID") != "debian":
        raise Unavailable(f"this system is no Debian, whose release {release} has it")
    own = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {words['VERSION_CODENAME']}"]
    listed = subprocess.run(["apt-get", *own], capture_output=True, text=True, check=False).stdout.split()
    if not listed:
        raise Unavailable("apt knows no mirror of this system")
    signed = f"[signed-by={_KEYRING}] " if _KEYRING.exists() else ""
    return f"deb {signed}{listed[0]} {release} main\n"
