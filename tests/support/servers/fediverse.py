"""Two that speak Mastodon's language: snac, a real server that keeps few of its promises, and a double that keeps them.

The double (mastodon_mock) stands for Mastodon itself, which no registry has.
"""

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.support.processes import answers, free_port, running, wait_until
from tests.support.servers import Server, installed, libraries

_START_SECONDS = 60
_OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@contextlib.contextmanager
def snac(folder: Path) -> Iterator[Server]:
    """A snac with one account; its token is had as a person would have it, by the page that asks for the password."""
    home, port = installed("snac"), free_port()
    program, environment, data = home / "usr/bin/snac", libraries(home), folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    told = {"text": True, "check": True, "capture_output": True, "env": environment}
    subprocess.run([program, "init", data], input=f"127.0.0.1\n{port}\nlocalhost:{port}\n\n\n", **told)  # type: ignore[call-overload]
    settings = data / "server.json"
    plain = {"protocol": "http", "disable_openbsd_security": True}
    settings.write_text(json.dumps({**json.loads(settings.read_text()), **plain}))
    said = subprocess.run([program, "adduser", data, "doctor"], **told).stdout  # type: ignore[call-overload]
    password = said.partition("User password is ")[2].split()[0]
    address = f"http://localhost:{port}"
    with running([program, "httpd", data], folder / "snac.log", environment=environment):
        wait_until(lambda: answers(f"{address}/api/v1/instance"), _START_SECONDS, "snac answers")
        yield Server(address, {"server": address}, {"token": _token(address, password)})


def _token(address: str, password: str) -> str:
    asked = {"client_name": "publisher", "redirect_uris": _OUT_OF_BAND, "scopes": "read write"}
    made = json.loads(_posted(f"{address}/api/v1/apps", asked))
    login = {"login": "doctor", "passwd": password, "redir": _OUT_OF_BAND, "cid": made["client_id"], "state": ""}
    code = _posted(f"{address}/oauth/x-snac-login", login).strip()
    program = {"client_id": made["client_id"], "client_secret": made["client_secret"], "redirect_uri": _OUT_OF_BAND}
    grant = {**program, "grant_type": "authorization_code", "code": code}
    return str(json.loads(_posted(f"{address}/oauth/token", grant))["access_token"])


def _posted(url: str, form: dict[str, str]) -> str:
    with urlopen(url, urlencode(form).encode(), timeout=30) as answer:
        return str(answer.read().decode())


@contextlib.contextmanager
def mastodon_double(folder: Path) -> Iterator[Server]:
    """mastodon_mock with the account it comes with."""
    home, port = installed("mastodon_mock"), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    start = [home / "bin" / "mastodon_mock", "serve", "--host", "127.0.0.1", "--port", str(port), "--in-memory"]
    with tempfile.TemporaryDirectory() as empty, running(start, folder / "double.log", folder=Path(empty)):
        wait_until(lambda: answers(f"{address}/api/v2/instance"), _START_SECONDS, "the double answers")
        yield Server(address, {"server": address}, {"token": "mock_token"})
