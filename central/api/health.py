"""What those ask who keep the platform running: whether it is alive, whether it is ready, what it measures."""

from central.api.calls import AnyCall, Call, File, Nothing
from central.api.doors import ANYBODY, METRICS
from central.operations import health
from central.operations.metrics import Gauges
from central.platform import Platform
from domain.wire_operations import HealthResponse

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    gauges = Gauges(platform.store, platform.clock)
    revision = health.revision_of(platform.store)

    def well() -> HealthResponse:
        return HealthResponse(server_ms=platform.now_ms(), generation=platform.generation)

    def ready() -> HealthResponse:
        health.require_ready(platform.store, platform.directory, revision)
        return well()

    return [
        Call(
            method="GET",
            path="/healthz",
            summary="This process is alive",
            door=ANYBODY,
            asks=Nothing,
            gives=HealthResponse,
            run=lambda _caller, _asked: well(),
        ),
        Call(
            method="GET",
            path="/readyz",
            summary="This process can do its work: database, schema, disk",
            door=ANYBODY,
            asks=Nothing,
            gives=HealthResponse,
            run=lambda _caller, _asked: ready(),
        ),
        Call(
            method="GET",
            path="/metrics",
            summary="What is measured, for Prometheus",
            door=METRICS,
            asks=Nothing,
            gives=File,
            run=lambda _caller, _asked: File(content=platform.metrics.text(gauges), media_type=_TEXT),
        ),
    ]
