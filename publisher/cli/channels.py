"""`channels …`: accounts on networks. Secrets are asked for or read from a file, never taken as an argument."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show, tell
from publisher.domain.errors import ConfigurationError
from publisher.services import accounts, rotating
from publisher.services.freezing import channel_of


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Channel accounts.", no_args_is_help=True)
    group.command("list", epilog="Example: publisher channels list --json")(list_accounts)
    group.command("add", epilog="Example: publisher channels add site --name second-site")(add)
    group.command("test", epilog="Example: publisher channels test site")(try_account)
    group.command("change", epilog="Example: publisher channels change clinic --secret-file new-token.txt")(change)
    group.command("rotate-key", epilog="Example: publisher channels rotate-key")(rotate_key)
    app.add_typer(group, name="channels")


def list_accounts(as_json: Json = False) -> None:
    """List channel accounts and the kinds that can be added."""
    with refusals_told():
        rows = accounts.accounts(desk(), acting(desk(), None))
        if as_json:
            print_json({"accounts": rows, "kinds": sorted(desk().channels)})
            return
        for row in rows:
            ending = accounts.expiry_warning(row, desk().today())
            state = f"held: {row.held_reason}" if row.held_reason else str(ending) if ending else "ready"
            show(f"{row.name}  {row.kind}  {state}")


def add(
    kind: Annotated[str, typer.Argument(help="The kind of channel.")],
    name: Annotated[str, typer.Option("--name", help="How people call this account.")],
    field: Annotated[list[str] | None, typer.Option("--set", help="A setting, NAME=VALUE.")] = None,
    secret_file: Annotated[Path | None, typer.Option(help="A file of NAME=VALUE lines with the secrets.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Add a channel account."""
    with refusals_told():
        settings = _pairs(field or [], "--set")
        channel = channel_of(desk(), kind)
        secrets = _pairs(_read_lines(secret_file), str(secret_file)) if secret_file else {}
        for one in channel.fields:
            if one.secret and one.required and one.name not in secrets and sys.stdin.isatty():
                secrets[one.name] = getpass(f"{one.name} ({one.help['en']}): ")
        added = accounts.add_account(desk(), acting(desk(), email), kind, name, settings, secrets)
        if as_json:
            print_json(added)
        else:
            show(f"Added {added.name}. Try it: publisher channels test {added.name}")


def change(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    field: Annotated[
        list[str] | None, typer.Option("--set", help="A setting, NAME=VALUE; NAME= takes it away.")
    ] = None,
    secret_file: Annotated[Path | None, typer.Option(help="A file of NAME=VALUE lines with new secrets.")] = None,
    email: As = None,
) -> None:
    """Change settings or secrets of a channel account, for example a token that was renewed."""
    with refusals_told():
        secrets = _pairs(_read_lines(secret_file), str(secret_file)) if secret_file else {}
        accounts.change_account(desk(), acting(desk(), email), name, _pairs(field or [], "--set"), secrets)
        show(f"Changed. Try it: publisher channels test {name}")


def rotate_key(email: As = None) -> None:
    """Make a new secret key and seal everything with it. Keep a copy of the new key file in a safe place."""
    with refusals_told():
        count = rotating.change_key(desk(), acting(desk(), email))
        show(f"{count} sealed values are under the new key in {desk().settings.key_file}.")


def _read_lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            "cannot be read; it must be a UTF-8 file of NAME=VALUE lines.", file=str(file)
        ) from None


def _pairs(lines: list[str], where: str) -> dict[str, str]:
    pairs = {}
    for number, line in enumerate(lines, start=1):
        name, found, value = line.partition("=")
        if not found:
            raise ConfigurationError("write NAME=VALUE.", file=where, line=number)
        pairs[name.strip()] = value.strip()
    return pairs


def try_account(name: Annotated[str, typer.Argument(help="The account's name.")], as_json: Json = False) -> None:
    """Say whether an account works, and what is wrong if it does not."""
    with refusals_told():
        found = accounts.test_account(desk(), acting(desk(), None), name)
        wrong = None if found is None else str(found)
        if as_json:
            print_json({"name": name, "works": wrong is None, "reason": wrong})
        else:
            tell(wrong) if wrong else show(f"{name} works.")
        if wrong:
            raise typer.Exit(REFUSED)
