"""What `run` serves while its worker works beside it, and to whom. The home is made or brought up to date first."""

import getpass
import ipaddress
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

from publisher import bootstrap, resources
from publisher.cli.output import tell
from publisher.domain.errors import Refusal
from publisher.domain.people import Person, Role
from publisher.domain.sentences import say
from publisher.services import identity, people
from publisher.services.desk import SHELL, Desk
from publisher.settings import load_settings
from publisher.storage import open_database, schema

LOOPBACK = "127.0.0.1"
_START_SECONDS = 60
Begin = Callable[[Path], None]


def run(begin: Begin, port: int, host: str, email: str | None, browser: bool) -> None:
    """On the settings' home. `begin` lets the worker work, as soon as the home stands."""
    _backup_then_migrate()
    desk = bootstrap.make_home()
    _require_sign_in(desk, host)
    begin(desk.home)
    _serve(desk, lambda: _entrants(desk, email), port, host, browser)


def run_demo(begin: Begin, port: int, host: str, email: str | None, browser: bool) -> None:
    """On an empty home, which is filled with the sample clinic first."""
    from publisher.services import samples

    desk = bootstrap.make_home()
    _require_sign_in(desk, host)
    begin(desk.home)
    tell("Filling the sample clinic …")
    doctors = samples.fill(desk, resources.content_folder() / "samples")
    chosen = [people.person_by_email(desk, email)] if email else doctors
    _serve(desk, lambda: chosen, port, host, browser)


def serve_alone(port: int, host: str) -> None:
    """The workspace of a home that stands, without a worker."""
    _require_sign_in(bootstrap.desk(), host)
    _serve_workspace(host, port)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _serve(desk: Desk, entrants: Callable[[], list[Person]], port: int, host: str, browser: bool) -> None:
    """Serve the workspace until stopped; once it answers, say the one-time links of those who may enter."""
    address = f"http://{host if is_loopback(host) else LOOPBACK}:{port}"
    threading.Thread(target=_say_links, args=(desk, address, entrants, browser), name="links", daemon=True).start()
    _serve_workspace(host, port)


def _serve_workspace(host: str, port: int) -> None:
    from publisher.ui.server import run as serve  # Streamlit takes half a second; no other command needs it

    serve(host, port)


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
        from publisher.storage import copying

        kept = copying.copy_before(settings.home, schema.needed_version())
        copying.keep_copy(db, kept)
        tell(f"Kept a copy of the database as {kept}.")
    schema.upgrade(db)


def _require_sign_in(desk: Desk, host: str) -> None:
    if is_loopback(host) or identity.needs_sign_in_page(desk):
        return
    raise Refusal(
        say(
            "Only this machine is served until people sign in: invite them first (People), or set up OIDC. "
            "Without --host it works here."
        )
    )


def _say_links(desk: Desk, address: str, entrants: Callable[[], list[Person]], browser: bool) -> None:
    if not _answers(address):
        tell(f"The workspace does not answer at {address} after {_START_SECONDS} seconds; stop it and look above.")
        return
    links = [(one.name, f"{address}/auth/link?token={identity.open_link(desk, one)}") for one in entrants()]
    for name, link in links:
        tell(f"Workspace of {name} (opens once, within 15 minutes): {link}")
    tell(f"Public answers site: {address}/site/   Stop with Ctrl+C.")
    if browser:
        webbrowser.open(links[0][1])


def _answers(address: str) -> bool:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own loopback address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return False
