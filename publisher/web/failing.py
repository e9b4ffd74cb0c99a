"""What a request is answered that failed by a fault of ours: one sentence with a number. The log has the number, the
route and the places; never an address as it was asked for, a message or a value, which may be a secret or a patient's.
"""

import secrets
from collections.abc import MutableMapping
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from publisher.domain.sentences import say
from publisher.logs import Logger
from publisher.storage.database import is_outage
from publisher.web import plain, words
from publisher.web.headers import ASGI, Receive, Scope, Send
from publisher.web.words import Speak, language_of

log = Logger("web")


class Failures:
    """Ends here what the server would log with all its words. It stands around everything that reads or writes."""

    def __init__(self, app: ASGI, speak: Speak) -> None:
        self.app, self.speak = app, speak

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:  # survives any fault of a route; answered with a number, logged by kind
            if scope["type"] != "http":
                raise
            number, away = secrets.token_hex(4), is_outage(error)
            log.error("a request failed", number=number, route=_route(scope), outage=away, exc_info=error)
            if not begun:
                await self._answer(HTTPConnection(scope), number, away)(scope, receive, send)

    def _answer(self, request: HTTPConnection, number: str, away: bool) -> Response:
        status, language = 503 if away else 500, language_of(request)
        sentence = (
            say("The database cannot be reached just now. Try again in a minute. (Number {number})", number=number)
            if away
            else say(
                "This failed here. Try again; if it stays, tell an administrator the number {number}.", number=number
            )
        )
        told = self.speak(sentence, language)
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"error": told}, status, headers={"Cache-Control": "no-store"})
        title, choose = (self.speak(one, language) for one in (words.REFUSED_TITLE, words.CHOOSE_LANGUAGE))
        body = [plain.refusal([told])]
        return plain.page(language, title, body, address="/auth/sign-in", query={}, choose=choose, status=status)


def _route(scope: Scope) -> str:
    """The pattern of the route, as the program names it."""
    return str(getattr(scope.get("route"), "path", "none yet"))
