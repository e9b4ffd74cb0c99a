"""`run`, `workspace`, `worker`: the processes. `run` starts the other two and ends both when either ends."""

import getpass
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from publisher import bootstrap, resources
from publisher.cli.output import refusals_told, tell
from publisher.domain.errors import ConfigurationError, Refusal
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services import identity, people, samples
from publisher.services.desk import SHELL, Desk
from publisher.settings import load_settings
from publisher.storage import copying, open_database, schema

Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The workspace's port.")]
Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
DEFAULT_PORT, LOOPBACK = 8501, "127.0.0.1"
_START_SECONDS, _STOP_SECONDS = 60, 15


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: publisher run --demo")(run)
    app.command(epilog="Example: publisher workspace --port 8501")(workspace)
    app.command(epilog="Example: publisher worker --until-idle")(worker)


def workspace(port: Port = DEFAULT_PORT, host: Host = LOOPBACK) -> None:
    """Serve the workspace and the public site."""
    with refusals_told():
        desk = bootstrap.desk()
        _require_sign_in(desk, host)
        from publisher.ui.server import run as serve  # Streamlit takes a second to import; other commands need none

        serve(host, port)


def worker(
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is left to do.")] = False,
) -> None:
    """Deliver what is due, do long work, watch over both."""
    with refusals_told():
        desk = bootstrap.desk()
        bootstrap.require_own_database(desk)
        from publisher.worker.main import run as work  # the engine is launched by this command alone

        work(desk, until_idle=until_idle)


def run(
    demo: Annotated[bool, typer.Option("--demo", help="On a temporary home with sample content.")] = False,
    port: Port = DEFAULT_PORT,
    host: Host = LOOPBACK,
    email: Annotated[str | None, typer.Option("--as", help="Whose workspace the link opens.")] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Workspace, worker and public site on this machine."""
    with refusals_told():
        _require_free(host, port)
        if demo:
            _run_demo(port, host, email, browser)
            return
        _backup_then_migrate()
        desk = bootstrap.make_home()
        _require_sign_in(desk, host)
        _supervise(desk, _entrants(desk, email), port, host, browser)


def _run_demo(port: int, host: str, email: str | None, browser: bool) -> None:
    folder = Path(tempfile.mkdtemp(prefix="doctor-publisher-demo-"))
    os.environ["PUBLISHER_HOME"] = str(folder)
    os.environ["PUBLISHER_APPROVAL"] = "off"  # one person walks the whole path alone
    os.environ.setdefault("PUBLISHER_ORGANISATION", "Plane Tree · 梧桐妇幼医院 · «Платан»")
    os.environ.setdefault("PUBLISHER_PUBLIC_URL", f"http://{LOOPBACK}:{port}/site")
    try:
        desk = bootstrap.make_home()
        _require_sign_in(desk, host)
        tell("Filling the sample clinic …")
        doctors = samples.fill(desk, resources.content_folder() / "samples")
        chosen = [people.person_by_email(desk, email)] if email else doctors
        _supervise(desk, chosen, port, host, browser)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _entrants(desk: Desk, email: str | None) -> list[Person]:
    if email:
        return [people.person_by_email(desk, email)]
    everybody = [one for one in people.people(desk, SHELL) if one.active]
    if not everybody:
        return [people.owner(desk, getpass.getuser())]
    everybody.sort(key=lambda one: not one.has(Role.ADMINISTRATOR))
    return everybody[:1]


def _backup_then_migrate() -> None:
    settings = load_settings()
    if settings.on_sqlite and not (settings.home / "publisher.db").exists():
        return
    db = open_database(settings.database)
    current = schema.current_version(db)
    if current in (None, schema.needed_version()):
        return
    if settings.on_sqlite:
        kept = settings.home / f"before-{schema.needed_version()}.db"
        copying.keep_copy(db, kept)
        tell(f"Kept a copy of the database as {kept}.")
    schema.upgrade(db)


def _require_sign_in(desk: Desk, host: str) -> None:
    if _is_loopback(host) or identity.needs_sign_in_page(desk):
        return
    raise Refusal(
        say(
            "Only this machine is served until people sign in: invite them first (People), or set up OIDC. "
            "Without --host it works here."
        )
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ConfigurationError(f"port {port} on {host} is in use; choose another with --port.") from None


def _supervise(desk: Desk, entrants: list[Person], port: int, host: str, browser: bool) -> None:
    desk.db.close()
    command = [sys.executable, "-m", "publisher"]
    log = desk.home / "worker.log"
    with log.open("ab") as out:
        children = [
            subprocess.Popen([*command, "workspace", "--port", str(port), "--host", host]),
            subprocess.Popen([*command, "worker"], stdout=out, stderr=out),
        ]
    stopping = [False]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.__setitem__(0, True))
    try:
        address = f"http://{host if _is_loopback(host) else LOOPBACK}:{port}"
        if _wait_until_ready(address, children, stopping):
            _say_links(desk, address, entrants, browser)
        while not stopping[0] and all(child.poll() is None for child in children):
            time.sleep(0.2)
        ended = [child.returncode for child in children if child.poll() is not None]
        if ended and not stopping[0]:
            tell(f"One of the two processes ended; the other is stopped too. What the worker said: {log}")
            raise typer.Exit(ended[0] or 1)
    finally:
        _end(children)


def _wait_until_ready(address: str, children: list["subprocess.Popen[bytes]"], stopping: list[bool]) -> bool:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and not stopping[0] and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own loopback address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _say_links(desk: Desk, address: str, entrants: list[Person], browser: bool) -> None:
    links = [(one.name, f"{address}/auth/link?token={identity.open_link(desk, one)}") for one in entrants]
    for name, link in links:
        tell(f"Workspace of {name} (opens once, within 15 minutes): {link}")
    tell(f"Public answers site: {address}/site/   Stop with Ctrl+C.")
    if browser:
        webbrowser.open(links[0][1])


def _end(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
