"""Readers leave the newsletter: one click in their mail program (RFC 8058), or a button for those who open the link.

Opening the link alone changes nothing: mail filters open links too. Who has no known token learns nothing.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from publisher.services.desk import Desk
from publisher.services.readers import leave
from publisher.web import plain, words
from publisher.web.words import Speak, language_of

_PATH = "/site/unsubscribe/{account}/{token}"


def routes(desk: Desk, speak: Speak) -> list[BaseRoute]:
    """They lie below the public site's address, so they stand before its files."""

    async def ask(request: Request) -> Response:
        button = speak(words.LEAVE_LETTERS, language_of(request))
        return _page(request, speak, plain.form(request.url.path, {}, [], button))

    async def gone(request: Request) -> Response:
        known = await run_in_threadpool(leave, desk, request.path_params["account"], request.path_params["token"])
        if not known:
            return PlainTextResponse("", 404)
        return _page(request, speak, plain.paragraph(speak(words.NO_MORE_LETTERS, language_of(request))))

    return [Route(_PATH, ask, methods=["GET"]), Route(_PATH, gone, methods=["POST"])]


def _page(request: Request, speak: Speak, body: str) -> Response:
    language = language_of(request)
    return plain.page(
        language,
        speak(words.NEWSLETTER, language),
        [body],
        address=request.url.path,
        query={},
        choose=speak(words.CHOOSE_LANGUAGE, language),
    )
