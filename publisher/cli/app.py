"""Puts the groups of commands together and runs them; what nobody expected still ends in one sentence.

Only the group that was asked for is imported: nobody waits for what another command needs.
"""

import importlib
import logging
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import typer

from publisher.cli.output import WRONG, tell

_PURPOSE = "A doctor's desk for public teaching: draft, check, sign, schedule, deliver, correct and withdraw."
GROUPS: Mapping[str, Mapping[str, str]] = {
    "installation": {
        "init": "Make a home, or bring an existing one up to date.",
        "status": "Say what works and what does not, with the fix.",
        "backup": "Write everything that cannot be rebuilt into one file, without the secret key.",
        "restore": "Fill a new home from a backup.",
        "db": "The database.",
        "audit": "The audit record.",
    },
    "running": {
        "run": "Workspace, worker and public site on this machine.",
        "workspace": "Serve the workspace and the public site.",
        "worker": "Deliver what is due, do long work, watch over both.",
    },
    "library": {
        "import": "Bring answers, questions, entries and people in.",
    },
    "check": {
        "check": "Say what may not be published, and why.",
    },
    "packs": {
        "packs": "List the policy packs with version, status and coverage.",
    },
    "search": {
        "search": "Find what was answered to this or a like question.",
        "compare": "Show sentences that may contradict each other: of two texts, or of a draft and the library.",
        "duplicates": "Say of pairs of questions whether they are the same one: related is not same.",
        "index": "The search index: always made again from the database.",
    },
    "handouts": {
        "handouts": "Signed answers handed out to communities.",
        "stages": "Stages of readers, and the pack a newcomer at one gets.",
        "communities": "Communities of patients and who works in them.",
    },
    "inbox": {
        "inbox": "Questions that came in, grouped, masked and sorted.",
    },
    "danger": {
        "danger": "People in danger: cases, and who takes them.",
        "duty": "Who is called when somebody is in danger.",
    },
    "recalls": {
        "recall": "Copies of answers that fell, each with its correction.",
    },
    "entries": {
        "entries": "Drafts, revisions, signatures.",
    },
    "channels": {
        "channels": "Channel accounts.",
    },
    "publishing": {
        "render": "Show what would leave on a kind of channel, disclaimers in place.",
        "schedule": "Put the signed revision of an entry on a channel account at a time.",
        "publications": "List publications by due time; with --json one object per line.",
        "verify": "Is this text, unchanged, something a doctor here signed, and does it still stand?",
        "site": "The public answers site.",
    },
    "controlling": {
        "unschedule": "Cancel a publication that has not left yet.",
        "hold": "Stop one publication, an account, a doctor, a topic, a campaign, or everything.",
        "resume": "Let one publication go on, or what was held together.",
        "confirm": "Say that what was prepared for a hand-off is out, and where.",
        "is-it-there": "Answer for a channel that cannot be asked whether a publication is there.",
        "pace": "Show how an account is used, or change it.",
        "campaigns": "Texts, channels and days under one name.",
    },
    "by_hand": {
        "hand-off": "Write texts, pictures, declarations and a code for the phone",
        "left": "List what is still live of withdrawn texts and must be taken down by hand, with the links.",
        "taken-down": "Say that a publication was taken down by hand.",
        "measures": "Show views, reactions, comments and shares as the networks gave them last.",
    },
    "repeating": {
        "replace": "Put the newest signed version of an entry in the place of every older one that is live or waits.",
        "series": "What is published again and again.",
    },
    "triage": {
        "triage": "Sort messages into crisis, urgent, doctor, moderator and set aside; nothing is stored.",
    },
    "assistant": {
        "assistant": "The drafting assistant.",
    },
}
"""Each module of commands with the first words it answers to, and what each does, in its own words."""


def of_groups(groups: tuple[str, ...]) -> typer.Typer:
    found = typer.Typer(
        name="publisher",
        help=_PURPOSE,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @found.callback(help=_PURPOSE)
    def _every_command_is_named() -> None:
        """With one command alone its name could be left out."""

    for group in groups:
        importlib.import_module(f"publisher.cli.{group}").register(found)
    return found


def overview() -> typer.Typer:
    """The names and purposes alone, for who asks what there is."""
    found = of_groups(())
    for commands in GROUPS.values():
        for name, purpose in commands.items():
            found.command(name, help=purpose)(_never_called)
    return found


def _never_called() -> None:
    """Stands for a command where only its name and purpose are shown."""


@cache
def _whole() -> typer.Typer:
    return of_groups(tuple(GROUPS))


def __getattr__(name: str) -> Any:
    if name == "app":
        return _whole()
    raise AttributeError(name)


def _wanted(first: str) -> typer.Typer:
    if first in ("", "--help"):
        return overview()
    group = next((group for group, commands in GROUPS.items() if first in commands), None)
    return of_groups((group,)) if group else _whole()


def _told(error: Exception) -> str:
    from publisher.storage.database import is_outage  # only here: most commands never need to know

    if is_outage(error):
        return (
            "The database cannot be reached or written to. Nothing was half-done: see that it runs, that its disk has "
            "room and that PUBLISHER_DATABASE_URL names it, and try again."
        )
    return f"Something unexpected went wrong ({type(error).__name__}). Nothing was half-done; please report it."


def main() -> None:
    """The `publisher` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        _wanted(first)()
    except Exception as error:  # no traceback reaches a person; told by its kind, logged in full for debugging
        logging.getLogger("publisher").debug("unexpected", exc_info=True)
        tell(_told(error))
        sys.exit(WRONG)
