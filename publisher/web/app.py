"""Everything that is served beside the workspace, as routes and middleware for whoever runs the server."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from publisher.services.desk import Desk
from publisher.web import drafts, health, oidc
from publisher.web.auth import Doors
from publisher.web.compression import CompressedStatics
from publisher.web.headers import KnownHosts, SecurityHeaders, SignInFirst, content_policy, script_hashes
from publisher.web.words import Speak


def routes(desk: Desk, speak: Speak) -> list[BaseRoute]:
    site = desk.settings.site_root
    site.mkdir(parents=True, exist_ok=True)
    return [
        *health.routes(desk),
        *(oidc.routes(desk, speak) if desk.settings.oidc_issuer else ()),
        *Doors(desk, speak).routes(),
        *drafts.routes(desk),
        Mount("/site", StaticFiles(directory=site, html=True), name="site"),
    ]


def middleware(desk: Desk, page: str) -> list[Middleware]:
    """Outermost first. `page` is the HTML that starts the workspace: its inline scripts are the only ones allowed."""
    return [
        Middleware(SecurityHeaders, policy=content_policy(script_hashes(page))),
        Middleware(KnownHosts, allowed=desk.settings.allowed_hosts),
        Middleware(CompressedStatics),
        Middleware(SignInFirst, desk=desk),
    ]
