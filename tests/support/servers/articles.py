"""WordPress and Ghost, each on a MariaDB of its own, on free ports of this machine."""

import contextlib
import getpass
import http.cookiejar
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from tests.support.processes import answers, free_port, running, wait_until
from tests.support.servers import Server, installed, libraries, node_of

_START_SECONDS = 120
# in this order: one needs the other
_EXTENSIONS = (
    *("mysqlnd", "mysqli", "dom", "mbstring", "curl", "gd", "tokenizer", "simplexml", "xml", "xmlreader"),
    *("ctype", "fileinfo", "iconv", "exif", "posix"),
)


@contextlib.contextmanager
def database(folder: Path, name: str) -> Iterator[int]:
    """A MariaDB with one empty database; gives its port."""
    tree, port = installed("mariadb"), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    own, user = libraries(tree), getpass.getuser()
    common = ["--no-defaults", f"--user={user}", f"--basedir={tree / 'usr'}", f"--datadir={folder / 'data'}"]
    made = ["--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(
        [tree / "usr/bin/mariadb-install-db", *common, *made], env={**own, "PATH": _path(tree)}, check=True,
        capture_output=True,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as short:  # the name of a socket may have a hundred letters only
        where = ["--bind-address=127.0.0.1", f"--port={port}", f"--socket={short}/s", "--skip-log-bin"]
        with running([tree / "usr/sbin/mariadbd", *common, *where], folder / "mariadb.log", environment=own):
            client = [tree / "usr/bin/mariadb", "--no-defaults", "--user=root", "--host=127.0.0.1", f"--port={port}"]
            create = [*client, f"--execute=CREATE DATABASE {name} CHARACTER SET utf8mb4"]

            def created() -> bool:
                return subprocess.run(create, env=own, capture_output=True, check=False).returncode == 0

            wait_until(created, _START_SECONDS, "MariaDB answers")
            yield port


def _path(tree: Path) -> str:
    return f"{tree / 'usr/bin'}:{tree / 'usr/sbin'}:/usr/sbin:/usr/bin:/sbin:/bin"


def _php(tree: Path) -> list[str | Path]:
    program = sorted((tree / "usr/bin").glob("php[0-9].[0-9]"))[-1]
    modules = sorted((tree / "usr/lib/php").glob("20*"))[-1]
    return [program, "-n", "-d", f"extension_dir={modules}", *(f"-dextension={one}" for one in _EXTENSIONS)]


@contextlib.contextmanager
def wordpress(folder: Path) -> Iterator[Server]:
    """A WordPress with one user who may publish."""
    home, port = installed("wordpress"), free_port()
    for name in ("wp-config.php", "wp-setup.php"):
        shutil.copy(Path(__file__).with_name(name), home / "site" / name)
    php, address = _php(home / "tree"), f"http://127.0.0.1:{port}"
    with database(folder, "wordpress") as database_port:
        environment = {
            **libraries(home / "tree"),
            "TEST_DB_NAME": "wordpress",
            "TEST_DB_HOST": f"127.0.0.1:{database_port}",
            "TEST_ADDRESS": address,
            "PHP_CLI_SERVER_WORKERS": "2",
        }
        setup = [*php, home / "site" / "wp-setup.php", home / "site"]
        password = subprocess.run(setup, env=environment, check=True, capture_output=True, text=True).stdout
        serve = [*php, "-S", f"127.0.0.1:{port}", "-t", home / "site"]
        with running(serve, folder / "wordpress.log", environment=environment):
            wait_until(lambda: answers(f"{address}/index.php"), _START_SECONDS, "WordPress answers")
            yield Server(
                address, {"address": address, "user": "doctor"}, {"application_password": password.strip()}
            )  # fmt: skip


@contextlib.contextmanager
def ghost(folder: Path) -> Iterator[Server]:
    """A Ghost with one integration, whose Admin key an account holds."""
    home, port = installed("ghost"), free_port()
    address = f"http://127.0.0.1:{port}"
    with database(folder, "ghost") as database_port:
        connection = {"host": "127.0.0.1", "port": database_port, "user": "root", "password": "", "database": "ghost"}
        settings = {
            "url": address,
            "server": {"host": "127.0.0.1", "port": port},
            "database": {"client": "mysql", "connection": connection},
            "mail": {"transport": "Direct"},
            "paths": {"contentPath": str(folder / "content")},
            "logging": {"transports": ["stdout"], "level": "error"},
            "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False, "useStructuredData": False},
            "security": {"staffDeviceVerification": False},
        }
        shutil.copytree(home / "package" / "content", folder / "content")
        environment = {"NODE_ENV": "production", **dict(_flat(settings))}
        start = [node_of(home), "index.js"]
        with running(start, folder / "ghost.log", environment=environment, folder=home / "package"):
            setup = f"{address}/ghost/api/admin/authentication/setup/"
            wait_until(lambda: _is_well(setup), _START_SECONDS, "Ghost answers")
            yield Server(address, {"address": address}, {"admin_key": _admin_key(address)})


def _is_well(url: str) -> bool:
    """While it makes its tables Ghost answers with 503."""
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _flat(settings: dict[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """Settings as Ghost reads them from the environment: `database__connection__port`."""
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}__")
        else:
            yield before + name, value if isinstance(value, str) else json.dumps(value)


def _admin_key(address: str) -> str:
    """Set up the site as a person would in the browser, and make an integration."""
    browser = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    who = {"email": "doctor@example.org", "password": "Kx7-clinic-pass-9q"}

    def ask(path: str, body: object) -> str:
        headers = {"content-type": "application/json", "origin": address, "accept-version": "v6.0"}
        request = Request(f"{address}/ghost/api/admin/{path}", json.dumps(body).encode(), headers)
        with browser.open(request, timeout=60) as answer:
            return str(answer.read().decode())

    ask("authentication/setup/", {"setup": [{**who, "name": "Clinic", "blogTitle": "Clinic"}]})
    ask("session/", {"username": who["email"], "password": who["password"]})
    made = json.loads(ask("integrations/?include=api_keys", {"integrations": [{"name": "publisher"}]}))
    keys = made["integrations"][0]["api_keys"]
    return str(next(key["secret"] for key in keys if key["type"] == "admin"))
