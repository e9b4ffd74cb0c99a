"""`run`, `workspace`, `worker`: the processes. Imports late: `run` starts its worker first, and both import at once."""

import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli import beside
from publisher.cli.output import refusals_told
from publisher.domain.errors import ConfigurationError

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
        from publisher.cli import together

        together.serve_alone(port, host)


def worker(
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is left to do.")] = False,
    parent: Annotated[
        int | None,
        typer.Option(help="Wait for the home that the process of this number makes; end with it."),
    ] = None,
) -> None:
    """Deliver what is due, do long work, watch over both."""
    with refusals_told():
        if parent is not None:
            beside.end_with(parent)
        from publisher import bootstrap
        from publisher.logs import Logger
        from publisher.services.desk import Desk
        from publisher.settings import load_settings
        from publisher.worker.main import run as work  # the engine is launched by this command alone
        from publisher.worker.surviving import when_reachable

        if parent is not None:
            beside.wait_for_home()
            beside.log_into(load_settings().home)

        def opened() -> Desk:
            desk = bootstrap.desk()
            bootstrap.require_own_database(desk)
            return desk

        desk = when_reachable(opened, Logger("worker"))
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
        with beside.worker() as begin:
            from publisher.cli import together

            together.run(begin, port, host, email, browser)


def _run_demo(port: int, host: str, email: str | None, browser: bool) -> None:
    folder = Path(tempfile.mkdtemp(prefix="doctor-publisher-demo-"))
    os.environ["PUBLISHER_HOME"] = str(folder)
    os.environ["PUBLISHER_APPROVAL"] = "off"  # one person walks the whole path alone
    os.environ.setdefault("PUBLISHER_ORGANISATION", "Plane Tree · 梧桐妇幼医院 · «Платан»")
    os.environ.setdefault("PUBLISHER_PUBLIC_URL", f"http://{LOOPBACK}:{port}/site")
    try:
        with beside.worker() as begin:
            from publisher.cli import together

            together.run_demo(begin, port, host, email, browser)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ConfigurationError(f"port {port} on {host} is in use; choose another with --port.") from None
