"""Starts the one process that serves the workspace and everything beside it. Settings go in as values: Streamlit's own
environment variables and files are not read by an app started from Python."""

import os
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from publisher import bootstrap
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence
from publisher.services.desk import Desk
from publisher.ui import i18n, state, warming
from publisher.web import app as web

HERE = Path(__file__).parent
SCRIPT = HERE / "script" / "main.py"


def speak(sentence: Sentence, language: Language) -> str:
    return i18n.spoken(sentence, language)


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    stop = warming.begin()
    yield {}
    stop()


def build(desk: Desk) -> st.App:
    """The whole application for an open desk."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return st.App(
        SCRIPT,
        routes=web.routes(desk, speak),
        middleware=web.middleware(desk, page, speak),
        lifespan=_lifespan,
        on_script_error=state.show_error,
    )


def configuration(**more: Any) -> dict[str, Any]:
    """The options of `config.toml` by dotted name, with the ones of this start over them."""
    return flat(tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))) | more


def flat(table: dict[str, Any], path: str = "") -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            options |= flat(value, f"{path}{name}.")
        else:
            options[path + name] = value
    return options


def run(host: str = "127.0.0.1", port: int = 8501) -> None:
    """Serve until stopped."""
    desk = bootstrap.desk()
    # uvicorn believes X-Forwarded-* of this machine unless told not to; only the settings may say that a proxy is there
    os.environ["FORWARDED_ALLOW_IPS"] = "*" if desk.settings.trust_forwarded else ""
    # Streamlit takes the folder of the started program for its own, with its config and static files
    sys.argv = [str(SCRIPT)]
    options = {"server.address": host, "server.port": port}
    if desk.settings.allowed_hosts:
        options["server.allowedHosts"] = ["127.0.0.1", "localhost", *desk.settings.allowed_hosts]
    build(desk).run(config=configuration(**options))
