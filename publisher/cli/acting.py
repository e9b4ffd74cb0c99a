"""Who acts at the shell: `--as EMAIL` works only for the operating-system owner of the home."""

import os
from typing import Annotated

import typer

from publisher import bootstrap
from publisher.domain.errors import NotAllowed
from publisher.domain.sentences import say
from publisher.services.desk import SHELL, Actor, Desk
from publisher.services.people import person_by_email

As = Annotated[str | None, typer.Option("--as", help="E-mail of the person who acts.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


def desk() -> Desk:
    return bootstrap.desk()


def acting(at: Desk, email: str | None) -> Actor:
    """The person named by --as, or the home's owner without a person."""
    _require_owner(at)
    return Actor(person_by_email(at, email), "shell") if email else SHELL


def _require_owner(at: Desk) -> None:
    if hasattr(os, "getuid") and at.home.stat().st_uid != os.getuid():
        raise NotAllowed(say("Only the owner of the home folder {home} acts at the shell.", home=str(at.home)))
