"""Make .venv from the lock files, then start the workspace or the tests in it. Needs nothing but Python itself.

`bootstrap.py run [arguments of publisher run]` · `bootstrap.py test [arguments of pytest]`. When the stamp in .venv
matches the locks nothing is installed, so a second start costs no time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.txt"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
UV_LOCK = "requirements-bootstrap.lock"
UV_NAMES = {
    ":env:.index-url": "UV_DEFAULT_INDEX",
    "global.index-url": "UV_DEFAULT_INDEX",
    ":env:.cert": "SSL_CERT_FILE",
    "global.cert": "SSL_CERT_FILE",
}
Command = Sequence[str | Path]


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in LOCKS:
        say(__doc__ or "")
        return 2
    purpose, rest = arguments[0], arguments[1:]
    try:
        prepare(purpose)
    except subprocess.CalledProcessError as error:
        say(f"Setting up .venv failed: “{' '.join(map(str, error.cmd))}” ended with {error.returncode}.")
        return 2
    start = [str(BIN / "publisher"), "run", "--demo"] if purpose == "run" else [str(PYTHON), "scripts/test.py"]
    return become([*start, *rest])


def become(command: list[str]) -> int:
    """Replace this process, so that Ctrl-C and signals reach the program itself; Windows has no exec and waits."""
    if os.name == "nt":
        return subprocess.call(command, cwd=ROOT)
    os.chdir(ROOT)
    return os.execv(command[0], command)


def prepare(purpose: str) -> None:
    """Leave .venv with everything `purpose` needs. The test set contains the run set."""
    wanted = fingerprint()
    if works(PYTHON) and STAMP.exists() and STAMP.read_text().split() in ([purpose, wanted], ["test", wanted]):
        return
    started = time.monotonic()
    say("Setting up .venv; the first time takes a minute or two…")
    STAMP.unlink(missing_ok=True)
    if not works(PYTHON):
        create_environment()
    install = installer()
    install("--require-hashes", "-r", str(ROOT / LOCKS[purpose]))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(f"{purpose} {wanted}\n")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def fingerprint() -> str:
    files = [*LOCKS.values(), "pyproject.toml"]
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in files)).hexdigest()


def works(python: Path) -> bool:
    """Whether the environment's interpreter still runs: it breaks when the Python it came from is upgraded away."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run([sys.executable, "-m", "venv", str(VENV)])
    except subprocess.CalledProcessError:
        say("Python's venv module is incomplete here. On Debian and Ubuntu: apt-get install python3-venv.")
        raise


def installer() -> Callable[..., None]:
    """The quickest installer to be had: uv, itself installed by hash, or else pip."""
    if not succeeds([PYTHON, "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"])
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON]
    has_uv = succeeds([*pip, "--require-hashes", "-r", ROOT / UV_LOCK])

    def install(*what: str) -> None:
        if not (has_uv and succeeds([*uv, *what], {**uv_settings(), **os.environ})):
            run([*pip, *what])

    return install


def uv_settings() -> dict[str, str]:
    """What pip was told about this network (a mirror, a certificate), which uv does not read by itself."""
    listing = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    told = dict(line.split("=", 1) for line in listing.stdout.splitlines() if "=" in line)
    return {UV_NAMES[key]: value.strip("'\"") for key, value in told.items() if key in UV_NAMES}


def succeeds(command: Command, environment: Mapping[str, str] | None = None) -> bool:
    return subprocess.run(command, capture_output=True, env=environment, check=False).returncode == 0


def run(command: Command) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
