"""The figures of this moment in Prometheus' text form; counted in the database, so that every worker is in them."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from publisher.services import health
from publisher.services.desk import Desk

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4


def exposition(desk: Desk) -> bytes:
    """The figures of this moment in Prometheus' text form."""
    registry = CollectorRegistry()
    registry.register(_Figures(health.now(desk)))
    return bytes(generate_latest(registry))


class _Figures:
    def __init__(self, now: health.Now) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        now = self._now
        yield _gauge("publisher_publications", "Publications by state.", "state", now.states)
        attempts = CounterMetricFamily("publisher_attempts", "Calls to channels.", labels=["call", "outcome"])
        for (call, outcome), count in sorted(now.attempts.items()):
            attempts.add_metric([call, outcome], count)
        yield attempts
        yield GaugeMetricFamily(
            "publisher_oldest_due_seconds", "Since when the longest waiting one is due.", value=now.oldest_due_seconds
        )
        yield _gauge("publisher_worker_silent_seconds", "Since a worker's last sign of life.", "worker", now.workers)
        yield _gauge("publisher_jobs", "Long work by state.", "state", now.jobs)
        yield GaugeMetricFamily("publisher_accounts_held", "Channel accounts that are held.", value=now.held_accounts)
        yield GaugeMetricFamily("publisher_stopped", "1 while everything is stopped.", value=int(now.stopped))


def _gauge(name: str, what: str, label: str, values: dict[str, int] | dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
