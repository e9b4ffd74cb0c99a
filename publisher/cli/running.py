"""`run`, `workspace`, `worker`: the processes, and who may be served by them."""

import getpass
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from publisher import bootstrap, resources
from publisher.cli import together
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
    parent: Annotated[int | None, typer.Option(help="End when the process of this number has ended.")] = None,
) -> None:
    """Deliver what is due, do long work, watch over both."""
    with refusals_told():
        if parent is not None:
            together.end_with(parent)
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
        with together.worker_beside(desk):
            together.serve(desk, lambda: _entrants(desk, email), port, host, browser)


def _run_demo(port: int, host: str, email: str | None, browser: bool) -> None:
    folder = Path(tempfile.mkdtemp(prefix="doctor-publisher-demo-"))
    os.environ["PUBLISHER_HOME"] = str(folder)
    os.environ["PUBLISHER_APPROVAL"] = "off"  # one person walks the whole path alone
    os.environ.setdefault("PUBLISHER_ORGANISATION", "Plane Tree · 梧桐妇幼医院 · «Платан»")
    os.environ.setdefault("PUBLISHER_PUBLIC_URL", f"http://{LOOPBACK}:{port}/site")
    try:
        desk = bootstrap.make_home()
        _require_sign_in(desk, host)
        with together.worker_beside(desk):
            tell("Filling the sample clinic …")
            doctors = samples.fill(desk, resources.content_folder() / "samples")
            chosen = [people.person_by_email(desk, email)] if email else doctors
            together.serve(desk, lambda: chosen, port, host, browser)
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
    if together.is_loopback(host) or identity.needs_sign_in_page(desk):
        return
    raise Refusal(
        say(
            "Only this machine is served until people sign in: invite them first (People), or set up OIDC. "
            "Without --host it works here."
        )
    )


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ConfigurationError(f"port {port} on {host} is in use; choose another with --port.") from None
