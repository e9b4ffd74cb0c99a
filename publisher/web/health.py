"""Whether the process answers (/healthz) and whether work can be done (/readyz: database and worker heartbeat)."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publisher.logs import Logger
from publisher.services.desk import Desk
from publisher.services.today import worker_alive

_log = Logger("web")


def routes(desk: Desk) -> list[Route]:
    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def readyz(_: Request) -> Response:
        try:
            worker = await run_in_threadpool(worker_alive, desk)
            body = {"database": True, "worker": worker}
        except Exception as error:  # noqa: BLE001 - survives a database that is away; told by 503, logged by type
            _log.warning("not_ready", kind=type(error).__name__)
            body = {"database": False, "worker": False}
        return JSONResponse(body, 200 if all(body.values()) else 503, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
