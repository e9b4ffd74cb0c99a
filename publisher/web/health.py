"""Whether the process answers (/healthz) and whether work can be done (/readyz: database and worker heartbeat)."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publisher.services.desk import Desk
from publisher.services.health import readiness


def routes(desk: Desk) -> list[Route]:
    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def readyz(_: Request) -> Response:
        state = await run_in_threadpool(readiness, desk)
        ready = state.database and state.worker
        body = {"database": state.database, "worker": state.worker}
        return JSONResponse(body, 200 if ready else 503, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
