"""What a start imports: a person waits for each second of it, so what only a later page needs comes later."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from publisher.web.compression import CompressedStatics
from publisher.web.headers import KnownHosts, SecurityHeaders

FIRST_PAGE = "publisher.cli.together, publisher.ui.server, publisher.ui.shell, publisher.ui.pages.today"
WORKER = "publisher.bootstrap, publisher.worker.main"
CHANNELS, STATUS = "publisher.cli.channels", "publisher.cli.installation"
HEAVY = ("pandas", "numpy", "pyarrow", "langchain_core", "requests", "rich", "phonenumbers", "stdnum", "onnxruntime")


def imported_with(modules: str) -> set[str]:
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, {modules}; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(said.stdout.split())


@pytest.mark.parametrize("modules", [FIRST_PAGE, WORKER, CHANNELS, STATUS])
def test_a_start_imports_no_tables_no_models_and_no_lists_of_names(modules: str) -> None:
    assert imported_with(modules) & set(HEAVY) == set()


def test_the_first_page_brings_no_other_page() -> None:
    others = {"compose", "sign", "inbox", "calendar", "library", "desk", "publications"}
    assert imported_with(FIRST_PAGE) & {f"publisher.ui.pages.{page}" for page in others} == set()


def test_run_starts_its_worker_before_it_imports_the_rest() -> None:
    assert imported_with("publisher.cli.running") & {"sqlalchemy", "streamlit", "pydantic"} == set()


def test_the_server_hears_of_its_start_and_end_through_our_middleware() -> None:
    heard: list[str] = []

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        heard.append("start")
        yield
        heard.append("end")

    ours = [Middleware(SecurityHeaders, policy=""), Middleware(KnownHosts, allowed=()), Middleware(CompressedStatics)]
    said: list[str] = []

    async def serve() -> None:
        asked = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

        async def receive() -> dict[str, Any]:
            return dict(next(asked))

        async def send(message: Any) -> None:
            said.append(message["type"])

        await Starlette(middleware=ours, lifespan=lifespan)({"type": "lifespan", "state": {}}, receive, send)

    with ThreadPoolExecutor(1) as aside:  # beside a browser's tests this thread has a loop of its own
        aside.submit(lambda: asyncio.run(serve())).result(30)
    assert heard == ["start", "end"]
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
