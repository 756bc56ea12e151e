"""Sending what the reader has noted: each event to each webhook once in the database, at least once on the wire.

One delivery of a webhook is under way at a time, and many webhooks at once: one that hangs holds up no other. A
webhook is held under a lease with a token of its own. A worker that dies leaves it to be taken over when the lease
is over; one that comes back late cannot mark what another has sent meanwhile. `webhook-id` stays the same over
retries, so a receiver tells a second copy from a second event.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from django.db.models import F

from accounts.outbound import Limits, OutboundError, fetch
from webhooks.marking import Answer, Parcel, settle
from webhooks.models import Webhook
from webhooks.parcels import take_next
from webhooks.told import ANSWERED, NOT_CALLED

log = logging.getLogger(__name__)
LANES = 16
RUN_SECONDS = 25
LIMITS = Limits(connect_seconds=3.0, total_seconds=10.0, most_bytes=65_536, cut_off=True)


def send_due(clock: Callable[[], datetime]) -> int:
    """Send what is due, taking up new work for `RUN_SECONDS`; returns how many were delivered."""
    return _Round(clock).run()


class _Round:
    """One worker's round: this thread keeps the books, others only speak to receivers."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.ends = time.monotonic() + RUN_SECONDS
        self.under_way: dict[Future[Answer], Parcel] = {}
        self.delivered = 0

    def run(self) -> int:
        with ThreadPoolExecutor(LANES, thread_name_prefix="webhook") as lanes:
            while self._fill(lanes) or self.under_way:
                done, _ = wait(self.under_way, timeout=1, return_when=FIRST_COMPLETED)
                for future in done:
                    self.delivered += settle(self.under_way.pop(future), future.result(), self.clock())
        return self.delivered

    def _fill(self, lanes: ThreadPoolExecutor) -> bool:
        """Give every free lane a webhook with something due, the one that waited longest first."""
        if time.monotonic() > self.ends or len(self.under_way) >= LANES:
            return False
        at, filled = self.clock(), False
        due = Webhook.objects.with_due(at).order_by(F("tried_at").asc(nulls_first=True), "pk")
        for webhook in due[: LANES - len(self.under_way)]:
            if (parcel := take_next(webhook, at)) is not None:
                self.under_way[lanes.submit(call, parcel)] = parcel
            filled = True
        return filled


def call(parcel: Parcel) -> Answer:
    """Ask once. Only 2xx is success; what the receiver writes is read up to a limit and thrown away."""
    began = time.monotonic()
    try:
        reply = fetch("POST", parcel.url, headers=parcel.headers, body=parcel.body, limits=LIMITS)
    except OutboundError as error:
        return Answer(None, error.sentence, _since(began))
    except Exception as error:
        log.exception("Calling webhook %s", parcel.webhook_id)
        return Answer(None, NOT_CALLED % {"error": type(error).__name__}, _since(began))
    said = ANSWERED % {"status": reply.status}
    return Answer(reply.status, said, _since(began), reply.headers.get("retry-after", ""))


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
