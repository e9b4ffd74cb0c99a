"""Drafts saved straight from the browser: PUT with a version and a short-lived token bound to one person and entry."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publisher.domain.entries import Content, WorkingCopy
from publisher.domain.errors import EditConflict, NotAllowed, NotFound, Refusal
from publisher.services import drafting, people
from publisher.services.desk import Actor, Desk
from publisher.web.sessions import actor_of

FIELDS = ("title", "question", "body", "sources")
TOKEN_SECONDS = 24 * 3600
LARGEST = 16 * 1024 * 1024


class DraftTokens:
    """Signs and reads tokens. The cookie says who asks; the token proves that our own page asks, for this entry."""

    def __init__(self, key_file: Path) -> None:
        self._signer = URLSafeTimedSerializer(key_file.read_bytes(), salt="drafts")

    def token(self, person: str, entry: str) -> str:
        return self._signer.dumps([person, entry])

    def covers(self, token: str, person: str, entry: str) -> bool:
        try:
            return bool(self._signer.loads(token, max_age=TOKEN_SECONDS) == [person, entry])
        except BadSignature:
            return False


def routes(desk: Desk) -> list[Route]:
    tokens = DraftTokens(desk.settings.key_file)

    def allowed(request: Request) -> Actor | None:
        actor = actor_of(desk, request)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if actor and actor.id and tokens.covers(bearer, actor.id, request.path_params["entry"]):
            return actor
        return None

    async def draft(request: Request) -> Response:
        actor = await run_in_threadpool(allowed, request)
        if actor is None:
            return JSONResponse({"error": "signed out"}, 401)
        if request.method == "GET":
            return await run_in_threadpool(_answer, desk, actor, request.path_params["entry"], None, 0)
        try:
            version, changes = await _read(request)
        except ValueError:
            return JSONResponse({"error": "not a draft"}, 422)
        except ClientDisconnect:
            return Response(status_code=400)
        return await run_in_threadpool(_answer, desk, actor, request.path_params["entry"], changes, version)

    return [Route("/api/drafts/{entry}", draft, methods=["GET", "PUT"])]


async def _read(request: Request) -> tuple[int, dict[str, str]]:
    """The version and the changed texts. ValueError when it is anything else, or larger than LARGEST."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("too large")
    said: Any = json.loads(bytes(body))
    if not (isinstance(said, dict) and isinstance(said.get("version"), int) and isinstance(said.get("changes"), dict)):
        raise ValueError("not a draft")
    changes: dict[str, str] = said["changes"]
    if not all(name in FIELDS and isinstance(value, str) for name, value in changes.items()):
        raise ValueError("not a text of a draft")
    return said["version"], {name: value.replace("\r\n", "\n") for name, value in changes.items()}


def _answer(desk: Desk, actor: Actor, entry: str, changes: dict[str, str] | None, version: int) -> Response:
    try:
        if changes is None:
            return JSONResponse(_said(desk, actor, drafting.working_copy(desk, actor, entry)))
        return JSONResponse(
            _said(desk, actor, drafting.save_working_copy(desk, actor, entry, _typed(changes), version))
        )
    except EditConflict:
        return JSONResponse(_said(desk, actor, drafting.working_copy(desk, actor, entry)), 409)
    except NotFound as refusal:
        return JSONResponse({"error": str(refusal)}, 404)
    except NotAllowed as refusal:
        return JSONResponse({"error": str(refusal)}, 403)
    except Refusal as refusal:
        return JSONResponse({"error": str(refusal)}, 422)


def _typed(changes: dict[str, str]) -> dict[str, Any]:
    """The fields as the service takes them: sources are lines, an empty question is none."""
    typed: dict[str, Any] = dict(changes)
    if "sources" in changes:
        typed["sources"] = changes["sources"].split("\n")
    if "question" in changes:
        typed["question"] = changes["question"] or None
    return typed


def texts_of(content: Content) -> dict[str, str]:
    """The texts of a draft as the browser holds them."""
    return {
        "title": content.title,
        "question": content.question or "",
        "body": content.body,
        "sources": "\n".join(content.sources),
    }


def _said(desk: Desk, actor: Actor, copy: WorkingCopy) -> dict[str, Any]:
    names = {person.id: person.name for person in people.people(desk, actor)}
    return {
        "version": copy.version,
        "fields": texts_of(copy.content),
        "by": names.get(copy.saved_by, ""),
        "at": copy.saved_at.astimezone(UTC).isoformat(),
        "now": datetime.now(UTC).isoformat(),
    }
