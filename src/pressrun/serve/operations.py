"""What an operator's tools ask: /healthz, /readyz and /metrics."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pressrun.serve.figures import Figures, registry_of
from pressrun.serve.readiness import unready
from pressrun.store.pulse import read_pulse

if TYPE_CHECKING:
    from starlette.requests import Request

#: The paths that are no documents.
PATHS = frozenset({b"/healthz", b"/readyz", b"/metrics"})
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FRESH = {"cache-control": "no-store"}


def operations(figures: Figures, output: Path, state: Path) -> Starlette:
    """The application behind `PATHS`.

    Args:
        figures: what /metrics tells.
        output: the edition that is served.
        state: where its watch leaves its pulse.
    """
    registry = registry_of(figures)

    def healthz(_: Request) -> Response:
        """The process answers: nothing more is asked."""
        return PlainTextResponse("ok\n", headers=_FRESH)

    def readyz(_: Request) -> Response:
        """200 while the last cycle was good and recent, 503 with the reason else."""
        reason = unready(read_pulse(state, output), time.time())
        told = {"ready": not reason} | ({"reason": reason} if reason else {})
        return JSONResponse(told, status_code=503 if reason else 200, headers=_FRESH)

    def metrics(_: Request) -> Response:
        """Prometheus's text format."""
        return Response(generate_latest(registry), media_type=_METRICS_TYPE, headers=_FRESH)

    routes = (("/healthz", healthz), ("/readyz", readyz), ("/metrics", metrics))
    return Starlette(routes=[Route(path, endpoint, methods=["GET"]) for path, endpoint in routes])
