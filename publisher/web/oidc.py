"""Signing in with the organisation's identity provider: code flow with PKCE by Authlib; the session is our own."""

import hashlib
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.starlette_client import OAuth  # type: ignore[import-untyped]
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence, say
from publisher.logs import Logger
from publisher.services import identity
from publisher.services.desk import Desk
from publisher.web import sessions
from publisher.web.auth import Doors
from publisher.web.words import Speak

NOT_VOUCHED = say("Your organisation's sign-in did not vouch for you. Try again, or ask your administrator.")
_MINUTES_FOR_SIGNING_IN = 10
log = Logger("oidc")


def routes(desk: Desk, speak: Speak) -> list[Mount]:
    """/auth/oidc leads to the provider, /auth/oidc/callback comes back. What lies between is a short signed cookie."""
    settings, doors = desk.settings, Doors(desk, speak)
    provider = _provider(desk)
    secret = hashlib.sha256(b"oidc:" + settings.key_file.read_bytes()).hexdigest()
    steps = Middleware(
        SessionMiddleware,
        secret_key=secret,
        session_cookie="publisher_oidc",
        max_age=_MINUTES_FOR_SIGNING_IN * 60,
        path="/auth/oidc",
        same_site="lax",
        https_only=settings.public_url.startswith("https:"),
    )

    async def leave(request: Request) -> Response:
        request.session["next"] = sessions.inner_path(request.query_params.get("next"))
        back = request.url.replace(path="/auth/oidc/callback", query="")
        try:
            answer: Response = await provider.authorize_redirect(request, str(back))
        except Exception as error:  # noqa: BLE001  whatever keeps the provider from answering, a person reads one sentence
            return await _refused(request, NOT_VOUCHED, error)
        return answer

    async def back(request: Request) -> Response:
        try:
            token = await provider.authorize_access_token(request)
        except Exception as error:  # noqa: BLE001  a wrong answer and a broken line are the same to who signs in
            return await _refused(request, NOT_VOUCHED, error)
        said: dict[str, Any] = token.get("userinfo") or {}
        subject = said.get("sub")
        if not subject:
            return await _refused(request, NOT_VOUCHED, KeyError("sub"))
        # a provider that says nothing of the address may have taken it as the person typed it
        email = str(said.get("email") or "") if said.get("email_verified") in (True, "true") else None
        try:
            session = await run_in_threadpool(
                identity.sign_in_oidc, desk, str(said.get("iss") or settings.oidc_issuer), str(subject), email
            )
        except Refusal as refusal:
            return await doors.sign_in_page(request, refusal.reasons)
        answer = RedirectResponse(sessions.inner_path(request.session.pop("next", "/")), 303)
        sessions.start(answer, request, session, settings.session_days)
        return answer

    async def _refused(request: Request, reason: Sentence, error: Exception) -> Response:
        kind = error.error if isinstance(error, AuthlibBaseError) else type(error).__name__
        log.warning("sign-in refused", issuer=settings.oidc_issuer, kind=kind)
        return await doors.sign_in_page(request, (reason,))

    inner = Starlette(routes=[Route("/", leave), Route("/callback", back)], middleware=[steps])
    return [Mount("/auth/oidc", app=inner)]


def _provider(desk: Desk) -> Any:
    settings = desk.settings
    secret = settings.oidc_client_secret_file.read_text().strip() if settings.oidc_client_secret_file else None
    oauth = OAuth()
    return oauth.register(
        "organisation",
        client_id=settings.oidc_client_id,
        client_secret=secret,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
    )
