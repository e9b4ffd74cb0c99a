"""Puts the groups of commands together and runs them; what nobody expected still ends in one sentence."""

import logging
import sys

import typer

from publisher.cli import (
    assistant,
    by_hand,
    channels,
    check,
    controlling,
    entries,
    handouts,
    installation,
    library,
    packs,
    publishing,
    repeating,
    running,
    search,
    triage,
)
from publisher.cli.output import WRONG, tell

app = typer.Typer(
    name="publisher",
    help="A doctor's desk for public teaching: draft, check, sign, schedule, deliver, correct and withdraw.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (
    installation,
    running,
    library,
    check,
    packs,
    search,
    handouts,
    entries,
    channels,
    publishing,
    controlling,
    by_hand,
    repeating,
    triage,
    assistant,
):
    group.register(app)


def main() -> None:
    """The `publisher` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Exception as error:
        logging.getLogger("publisher").debug("unexpected", exc_info=True)
        tell(f"Something unexpected went wrong ({type(error).__name__}). Nothing was half-done; please report it.")
        sys.exit(WRONG)
