"""`init`, `db upgrade`, `status`, `backup`, `restore`, `audit verify`: the home itself."""

from pathlib import Path
from typing import Annotated

import typer

from publisher import bootstrap
from publisher.cli.acting import Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show, tell
from publisher.services import audit, backups, copying, status
from publisher.settings import load_settings
from publisher.storage import open_database, schema


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: PUBLISHER_HOME=~/clinic publisher init")(init)
    app.command("status", epilog="Example: publisher status --json")(show_status)
    app.command(epilog="Example: publisher backup clinic.zip")(backup)
    app.command(epilog="Example: PUBLISHER_HOME=~/new publisher restore clinic.zip")(restore)
    database = typer.Typer(help="The database.", no_args_is_help=True)
    database.command("upgrade", epilog="Example: publisher db upgrade")(db_upgrade)
    database.command("copy", epilog="Example: publisher db copy postgresql://localhost/clinic")(db_copy)
    app.add_typer(database, name="db")
    record = typer.Typer(help="The audit record.", no_args_is_help=True)
    record.command("verify", epilog="Example: publisher audit verify --json")(audit_verify)
    app.add_typer(record, name="audit")


def init() -> None:
    """Make a home, or bring an existing one up to date."""
    with refusals_told():
        made = bootstrap.make_home()
        tell(f"The home is {made.home}. Next: publisher import people FILE, then publisher run.")


def db_upgrade() -> None:
    """Bring the database to the version that this software needs."""
    with refusals_told():
        settings = load_settings()
        done = schema.upgrade(open_database(settings.database))
        tell("The database was upgraded." if done else "The database is up to date.")


def db_copy(address: Annotated[str, typer.Argument(help="The address of an empty database.")]) -> None:
    """Move this clinic to another database; this one is fenced and sends nothing more."""
    with refusals_told():
        here = desk()
        settings = here.settings.model_copy(update={"database_url": address})
        target = bootstrap.make_empty_home(settings)
        result = copying.copy_to(here, target)
        show(f"{sum(result.rows.values())} rows copied and verified; {result.held} publications are held.")
        tell(f"Now set PUBLISHER_DATABASE_URL={address} for every process.")


def show_status(as_json: Json = False) -> None:
    """Say what works and what does not, with the fix."""
    with refusals_told():
        lines = status.status(desk)
        if as_json:
            print_json({"ok": all(line.ok for line in lines), "checks": lines})
        else:
            for line in lines:
                show(f"{'works ' if line.ok else 'BROKEN'} {line.what}: {line.says}")
        if not all(line.ok for line in lines):
            raise typer.Exit(REFUSED)


def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write everything that cannot be rebuilt into one file, without the secret key."""
    with refusals_told():
        counts = backups.backup(desk(), file)
        tell(
            f"Wrote {file}: "
            + ", ".join(f"{count} {name}" for name, count in counts.items())
            + ". The key is not in it."
        )


def restore(file: Annotated[Path, typer.Argument(help="A file that `publisher backup` wrote.")]) -> None:
    """Fill a new home from a backup. What may have been sent since is held, or asked about."""
    with refusals_told():
        restored = backups.restore(bootstrap.make_empty_home, file)
        tell(f"Restored. {restored.held} publications due since the backup are held: look whether they were sent.")
        if restored.asked:
            tell(
                f"{restored.asked} are scheduled for later; each channel is asked before one leaves, lest it be there."
            )
        if broken := audit.verify(desk()).broken:
            for place in broken:
                tell(f"BROKEN: {place}")
            tell("The record in this backup is not as it was written. Trust nothing in it before somebody looked.")
            raise typer.Exit(REFUSED)


def audit_verify(as_json: Json = False) -> None:
    """Recompute the chain of the audit record."""
    with refusals_told():
        acting(desk(), None)
        result = audit.verify(desk())
        if as_json:
            print_json({"ok": not result.broken} | vars(result))
        else:
            show(f"{result.events} events of {result.records} records, {result.checkpoints} checkpoints.")
            for place in result.broken:
                show(f"BROKEN: {place}")
        if result.broken:
            raise typer.Exit(REFUSED)
