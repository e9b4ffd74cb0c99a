"""Signing in and out: the one-time link, passwords, invitations. Changes on POST from our own pages, the link aside."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence
from publisher.services import identity
from publisher.services.desk import Desk
from publisher.web import plain, sessions, words
from publisher.web.words import Speak, language_of


class Doors:
    """The handlers; each does one thing and answers with a page or a redirect."""

    def __init__(self, desk: Desk, speak: Speak) -> None:
        self.desk, self.speak = desk, speak

    def routes(self) -> list[Route]:
        return [
            Route("/auth/sign-in", self.sign_in_page, methods=["GET"]),
            Route("/auth/login", self.sign_in, methods=["POST"]),
            Route("/auth/link", self.use_link, methods=["GET"]),
            Route("/auth/invitation", self.invitation_page, methods=["GET"]),
            Route("/auth/invitation", self.accept, methods=["POST"]),
            Route("/auth/logout", self.sign_out, methods=["POST"]),
        ]

    def _page(
        self, request: Request, title: Sentence, *body: str, keep: tuple[str, ...] = (), status: int = 200
    ) -> Response:
        language = language_of(request)
        query = {name: request.query_params[name] for name in (*keep, "language") if name in request.query_params}
        address = request.url.path if request.method == "GET" else "/auth/sign-in"
        choose = self.speak(words.CHOOSE_LANGUAGE, language)
        return plain.page(
            language, self.speak(title, language), body, address=address, query=query, choose=choose, status=status
        )

    def _said(self, request: Request) -> Callable[[Sentence], str]:
        language = language_of(request)
        return lambda sentence: self.speak(sentence, language)

    async def sign_in_page(self, request: Request, refused: tuple[Sentence, ...] = (), wanted: str = "") -> Response:
        said = self._said(request)
        wanted = sessions.inner_path(wanted or request.query_params.get("next"))
        body = [plain.refusal([said(one) for one in refused])]
        if not await run_in_threadpool(identity.needs_sign_in_page, self.desk):
            body.append(plain.paragraph(said(words.ALONE)))
        else:
            fields = (
                ("email", said(words.EMAIL), "email", "username"),
                ("password", said(words.PASSWORD), "password", "current-password"),
            )
            body.append(plain.form("/auth/login", {"next": wanted}, fields, said(words.SIGN_IN)))
            if self.desk.settings.oidc_issuer:
                body.append(plain.link(f"/auth/oidc/?next={quote(wanted)}", said(words.BY_PROVIDER)))
            else:
                body.append(plain.paragraph(said(words.OR_LINK), "soft"))
        return self._page(request, words.SIGN_IN, *body, keep=("next",), status=403 if refused else 200)

    async def sign_in(self, request: Request) -> Response:
        if not sessions.same_origin(request):
            return await self.sign_in_page(request, (words.NOT_OURS,))
        form = await request.form()
        email, password, wanted = (str(form.get(name, "")) for name in ("email", "password", "next"))
        try:
            token = await run_in_threadpool(identity.sign_in, self.desk, email, password, sessions.sender(request))
        except Refusal as refusal:
            return await self.sign_in_page(request, refusal.reasons, wanted)
        return self._enter(request, token, wanted)

    async def use_link(self, request: Request) -> Response:
        """A GET that changes something, as any one-time link: it works once, and only for whoever holds it."""
        if request.method == "HEAD":
            return Response(status_code=200)
        try:
            token = await run_in_threadpool(identity.redeem_link, self.desk, request.query_params.get("token", ""))
        except Refusal as refusal:
            if await run_in_threadpool(sessions.actor_of, self.desk, request):
                return RedirectResponse("/", 303)
            said = self._said(request)
            again = plain.link("/auth/sign-in", said(words.BACK))
            refused = plain.refusal([said(one) for one in refusal.reasons])
            return self._page(request, words.LINK_TITLE, refused, again, status=410)
        return self._enter(request, token, request.query_params.get("next"))

    async def invitation_page(self, request: Request, refused: tuple[Sentence, ...] = (), token: str = "") -> Response:
        said = self._said(request)
        field = ("password", said(words.NEW_PASSWORD), "password", "new-password")
        hidden = {"token": token or request.query_params.get("token", "")}
        form = plain.form("/auth/invitation", hidden, (field,), said(words.OPEN_ACCOUNT))
        refusal = plain.refusal([said(one) for one in refused])
        body = (refusal, plain.paragraph(said(words.WELCOME)), form)
        return self._page(request, words.OPEN_ACCOUNT, *body, keep=("token",), status=403 if refused else 200)

    async def accept(self, request: Request) -> Response:
        if not sessions.same_origin(request):
            return await self.invitation_page(request, (words.NOT_OURS,))
        form = await request.form()
        invitation = str(form.get("token", ""))
        try:
            token = await run_in_threadpool(
                identity.accept_invitation, self.desk, invitation, str(form.get("password", ""))
            )
        except Refusal as refusal:
            return await self.invitation_page(request, refusal.reasons, invitation)
        return self._enter(request, token, "/")

    async def sign_out(self, request: Request) -> Response:
        if not sessions.same_origin(request):
            return await self.sign_in_page(request, (words.NOT_OURS,))
        if token := sessions.token_of(request.cookies):
            await run_in_threadpool(identity.end_session, self.desk, token)
        answer = RedirectResponse("/auth/sign-in", 303)
        sessions.end(answer)
        return answer

    def _enter(self, request: Request, token: str, wanted: str | None) -> Response:
        answer = RedirectResponse(sessions.inner_path(wanted), 303, headers={"Cache-Control": "no-store"})
        sessions.start(answer, request, token, self.desk.settings.session_days)
        return answer
