"""Real web servers in front of a local port, set up from the files in deploy/ with a certificate of this test's own."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.support.needs import missing_server
from tests.support.processes import free_port, running, wait_until
from tests.support.tree import ROOT

HOST = "publisher.test"


def program(name: str) -> str:
    """The path of a web server or tool; Debian keeps some where only root looks."""
    found = shutil.which(name, path=os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin")
    return found or missing_server(name, f"install the package {name}")


@contextlib.contextmanager
def caddy(upstream: int, folder: Path, address: str) -> Iterator[str]:
    """Run deploy/Caddyfile; gives the https address it serves. Caddy signs the certificate itself."""
    port = free_port()
    configuration = folder / "Caddyfile"
    configuration.write_text(
        f"{{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n"
        f'\tdefault_bind {address}\n\tstorage file_system "{folder / "caddy"}"\n}}\n'
        f'import "{ROOT / "deploy" / "Caddyfile"}"\n'
    )
    environment = {
        "PUBLISHER_SITE": f"https://{HOST}:{port}",
        "PUBLISHER_UPSTREAM": f"127.0.0.1:{upstream}",
        "HOME": str(folder),
    }
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", configuration]
    with running(command, folder / "caddy.log", environment=environment):
        yield from _once_open(address, port, folder / "caddy.log")


@contextlib.contextmanager
def nginx(upstream: int, folder: Path, address: str) -> Iterator[str]:
    """Run deploy/nginx.conf; gives the https address it serves."""
    port = free_port()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    _sign(key, certificate)
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for published, here in {
        "listen 443 ssl": f"listen {address}:{port} ssl",
        "publisher.example.org": HOST,
        "/etc/ssl/publisher/fullchain.pem": str(certificate),
        "/etc/ssl/publisher/privkey.pem": str(key),
        "127.0.0.1:8501": f"127.0.0.1:{upstream}",
    }.items():
        assert published in site, f"deploy/nginx.conf no longer says {published}"
        site = site.replace(published, here)
    kinds = ("proxy", "client_body", "fastcgi", "uwsgi", "scgi")
    bodies = " ".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    owner = "user root;\n" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{owner}daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'nginx.log'};\n"
        f"events {{}}\nhttp {{ access_log off; {bodies}\n{site}\n}}\n"
    )
    command = [program("nginx"), "-p", folder, "-c", configuration, "-e", folder / "nginx.log"]
    with running(command, folder / "nginx.log"):
        yield from _once_open(address, port, folder / "nginx.log")


def _once_open(address: str, port: int, log: Path) -> Iterator[str]:
    import socket

    def is_open() -> bool:
        with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
            return True
        return False

    try:
        wait_until(is_open, 20, "the web server opens its port")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{log.read_text(encoding='utf-8', errors='replace')}") from None
    yield f"https://{HOST}:{port}"


def _sign(key: Path, certificate: Path) -> None:
    command = [
        program("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    names = ["-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
