"""The desk's box: answers while somebody types, copies on record. POST alone, so that no question stands in a log."""

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publisher.domain.errors import ConfigurationError, NotAllowed, NotFound, Refusal
from publisher.domain.handouts import Form
from publisher.domain.places import Language
from publisher.logs import Logger
from publisher.services.desk import Actor, Desk
from publisher.web.sessions import actor_of, same_origin
from publisher.web.words import NO_SEARCH, NOT_OURS, Speak

if TYPE_CHECKING:
    from publisher.services.finding import Search
    from publisher.services.handing_out import Copied

LARGEST = 64 * 1024
_log = Logger("desk")
Asked = dict[str, Any]


def routes(desk: Desk, speak: Speak) -> list[Route]:
    def door(act: Callable[[Actor, Asked], Asked]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            try:
                asked = await _read(request)
            except ValueError:
                return JSONResponse({"error": "not understood"}, 422)
            except ClientDisconnect:
                return Response(status_code=400)
            language = asked["language"]
            if not same_origin(request):
                return JSONResponse({"error": speak(NOT_OURS, language)}, 403)
            actor = await run_in_threadpool(actor_of, desk, request)
            if actor is None:
                return JSONResponse({"error": "signed out"}, 401)
            try:
                said = await run_in_threadpool(act, actor, asked)
            except Refusal as refusal:
                status = 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, NotAllowed) else 422
                return JSONResponse({"error": "\n".join(speak(one, language) for one in refusal.reasons)}, status)
            except ConfigurationError as error:
                _log.error("desk_failed", kind=type(error).__name__)
                return JSONResponse({"error": speak(NO_SEARCH, language)}, 503)
            return JSONResponse(said, headers={"Cache-Control": "no-store"})

        return answer

    def find(actor: Actor, asked: Asked) -> Asked:
        from publisher.services import finding  # the models only where somebody looks for something

        judge = bool(asked["judge"])
        return _found(finding.find(desk, actor, asked["query"], asked["communities"], judge=judge))

    def hand_out(actor: Actor, asked: Asked) -> Asked:
        from publisher.services import handing_out  # and pictures only where somebody takes one

        form = Form(asked["form"])
        return _copied(handing_out.hand_out(desk, actor, asked["entry"], form, asked["communities"]))

    return [
        Route("/api/desk/find", door(find), methods=["POST"]),
        Route("/api/desk/handouts", door(hand_out), methods=["POST"]),
    ]


async def _read(request: Request) -> Asked:
    """What was asked for, each field checked. ValueError when it is anything else, or too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("too large")
    said: Any = json.loads(bytes(body))
    if not isinstance(said, dict):
        raise ValueError("not an object")
    communities = said.get("communities", [])
    texts = {name: said.get(name, "") for name in ("query", "entry", "form")}
    if not isinstance(communities, list) or not all(isinstance(one, str) for one in (*communities, *texts.values())):
        raise ValueError("not texts")
    if texts["form"] and texts["form"] not in list(Form):
        raise ValueError("not a form")
    return {
        **texts,
        "judge": said.get("judge") is True,
        "communities": communities,
        "language": Language(said.get("language", "en")),
    }


def _found(found: "Search") -> Asked:
    return {
        "abstained": found.abstained,
        "results": [
            {
                "entry": one.entry,
                "title": one.title,
                "question": one.question,
                "text": one.text,
                "language": one.language.value,
                "doctor": ", ".join(part for part in (one.doctor, one.specialty) if part),
                "signed": one.signed_at.isoformat(),
                "review": one.review_by.isoformat() if one.review_by else None,
                "stages": list(one.stages),
                "same": one.same,
                "differs": list(one.differs),
            }
            for one in found.results
        ],
    }


def _copied(copied: "Copied") -> Asked:
    picture = base64.b64encode(copied.picture).decode() if copied.picture else None
    return {"copy": copied.copy, "text": copied.text, "picture": picture, "qr": copied.qr}
