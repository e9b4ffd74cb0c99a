"""/metrics for Prometheus: figures read from the database when asked. For this machine, or whoever holds the token."""

import hmac
import ipaddress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from publisher.services.desk import Desk


def routes(desk: Desk) -> list[Route]:
    async def metrics(request: Request) -> Response:
        if not await run_in_threadpool(_may_read, desk, request):
            return PlainTextResponse("Only this machine, or with the token of PUBLISHER_METRICS_TOKEN_FILE.", 403)
        from publisher.web.exposition import MEDIA_TYPE, exposition  # few installations are ever asked

        body = await run_in_threadpool(exposition, desk)
        return Response(body, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    return [Route("/metrics", metrics)]


def _may_read(desk: Desk, request: Request) -> bool:
    file = desk.settings.metrics_token_file
    if file is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        try:
            wanted = file.read_text("utf-8").strip()
        except OSError:
            return False
        return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
    # behind a proxy every request comes from this machine: then only the token tells who asks
    if desk.settings.trust_forwarded or request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
        return False
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
