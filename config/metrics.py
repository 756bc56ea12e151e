"""What a Prometheus scrapes: how far behind each part is.

All of it is read from the database and nothing is counted here, so that every process gives the same answer and a
restart forgets nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder

from boards.models import Board, MailDelivery, ReaderCursor
from boards.readers import pulse
from boards.readers.follow import all_readers
from timeboxes.models import Gate, TimeBox
from webhooks.models import Delivery


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds `PROOFLANE_METRICS_TOKEN`; without that setting, or without the token, nothing is here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not secrets.compare_digest(given.encode(), wanted.encode()):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    registry.register(Figures(timezone.now()))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), headers={"Content-Type": content_type, "Cache-Control": "no-store"})


class Figures:
    """The figures of one scrape, at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        yield from self._log()
        yield from self._waiting("mails", MailDelivery.objects.filter(sent_at=None, dropped_at=None))
        yield from self._waiting("webhook_deliveries", Delivery.objects.waiting())
        yield _gauge(
            "boxes_running", "Time-boxes whose clock runs.", TimeBox.objects.filter(state="running").count()
        )
        yield _gauge(
            "boxes_unflagged", "Boxes that are over and not flagged yet.", TimeBox.objects.due_by(self.at).count()
        )
        yield _gauge("gates_open", "Decisions that wait.", Gate.objects.filter(closed_at=None).count())
        yield from self._pulse()

    def _log(self) -> Iterator[Metric]:
        boards = Board.objects.filter(deleted_at=None)
        total = boards.aggregate(total=Coalesce(Sum("seq"), 0))["total"]
        yield CounterMetricFamily("prooflane_events", "Events in the logs of all boards.", value=total)
        lag = GaugeMetricFamily("prooflane_reader_lag_events", "Events a reader has not read.", labels=["reader"])
        read = dict(
            ReaderCursor.objects.filter(board__deleted_at=None).values_list("reader").annotate(read=Sum("seq"))
        )
        for reader in all_readers():
            lag.add_metric([reader.name], max(0, total - read.get(reader.name, 0)))
        yield lag

    def _waiting(self, what: str, rows: QuerySet[MailDelivery] | QuerySet[Delivery]) -> Iterator[Metric]:
        """How many wait to be sent, and for how long the longest has been due."""
        found = rows.aggregate(count=Count("pk"), oldest=Min("due_at"))
        late = (self.at - found["oldest"]).total_seconds() if found["oldest"] else 0
        yield _gauge(f"{what}_waiting", "How many wait to be sent.", found["count"])
        yield _gauge(f"{what}_late_seconds", "For how long the oldest of them has been due.", max(0, late))

    def _pulse(self) -> Iterator[Metric]:
        ages = GaugeMetricFamily("prooflane_silent_seconds", "Since the last sign of life.", labels=["process"])
        for who in ("worker", "beat"):
            age = pulse.age(who, self.at)
            if age is not None:
                ages.add_metric([who], age)
        yield ages


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"prooflane_{name}", text, value=value)
