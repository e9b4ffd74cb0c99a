"""Everything that is served beside the workspace, as routes and middleware for whoever runs the server."""

import mimetypes

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from publisher.services.desk import Desk
from publisher.web import drafts, handing, health, metrics, unsubscribing
from publisher.web.auth import Doors
from publisher.web.compression import CompressedStatics
from publisher.web.failing import Failures
from publisher.web.headers import KnownHosts, SecurityHeaders, SignInFirst, content_policy, script_hashes
from publisher.web.words import Speak

# the system's own table of file types may lack it, and readers refuse a feed that calls itself plain text
mimetypes.add_type("application/atom+xml", ".atom")


class PublicFiles(StaticFiles):
    """The public site's files, without the records from which they are written."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") for part in path.split("/") if part != "."):
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "no-cache"  # or a browser shows for days what was withdrawn
        return answer


def routes(desk: Desk, speak: Speak) -> list[BaseRoute]:
    site = desk.settings.site_root
    site.mkdir(parents=True, exist_ok=True)
    organisation: list[Mount] = []
    if desk.settings.oidc_issuer:
        from publisher.web import oidc  # its library takes a third of a second to import

        organisation = oidc.routes(desk, speak)
    return [
        *health.routes(desk),
        *metrics.routes(desk),
        *organisation,
        *Doors(desk, speak).routes(),
        *drafts.routes(desk),
        *unsubscribing.routes(desk, speak),
        *handing.routes(desk, speak),
        Mount("/site", PublicFiles(directory=site, html=True), name="site"),
    ]


def middleware(desk: Desk, page: str, speak: Speak) -> list[Middleware]:
    """Outermost first. `page` is the HTML that starts the workspace: its inline scripts are the only ones allowed."""
    return [
        Middleware(SecurityHeaders, policy=content_policy(script_hashes(page))),
        Middleware(Failures, speak=speak),
        Middleware(KnownHosts, allowed=desk.settings.allowed_hosts),
        Middleware(CompressedStatics),
        Middleware(SignInFirst, desk=desk),
    ]
