"""The delivery log of a webhook as its page shows it: request, tries, answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from boards.sentences import sentence
from webhooks.formats import content_of
from webhooks.models import Delivery, Webhook

SHOWN = 25
TABS = {
    Delivery.State.WAITING: pgettext_lazy("deliveries", "Waiting"),
    Delivery.State.DELIVERED: pgettext_lazy("deliveries", "Delivered"),
    Delivery.State.MISSED: pgettext_lazy("deliveries", "Given up"),
    Delivery.State.DROPPED: pgettext_lazy("deliveries", "No longer to be sent"),
}


@dataclass(frozen=True)
class Line:
    """One delivery."""

    delivery: Delivery
    form: str

    @property
    def sentence(self) -> str:
        return sentence(self.delivery.event) if self.delivery.event else _("A test")

    @property
    def body(self) -> str:
        return json.dumps(json.loads(content_of(self.delivery, self.form)), ensure_ascii=False, indent=2)

    @property
    def tries(self) -> list[dict[str, Any]]:
        """Newest first."""
        return [{**each, "at": parse_datetime(each["at"])} for each in reversed(self.delivery.tries)]

    @property
    def next_try(self) -> datetime | None:
        return self.delivery.due_at if self.delivery.state == Delivery.State.WAITING else None


@dataclass(frozen=True)
class Log:
    lines: list[Line]
    counts: dict[str, int]
    state: str
    older: int | None
    missed: int
    tested: bool

    @property
    def tabs(self) -> Iterator[tuple[str, str, int]]:
        yield "", pgettext("deliveries", "All"), sum(self.counts.values())
        for state, label in TABS.items():
            if self.counts.get(state) or state == self.state:
                yield state, str(label), self.counts.get(state, 0)


def log_page(webhook: Webhook, query: QueryDict) -> Log:
    """Newest first; `before` names the last one of the page before."""
    state, before = query.get("state", ""), query.get("before", "")
    kept = webhook.deliveries.select_related("webhook", "event__board", "event__card", "event__actor").order_by(
        "-pk"
    )
    if state in Delivery.State.values:
        kept = kept.filter(state=state)
    if before.isascii() and before.isdigit() and len(before) < 19:
        kept = kept.filter(pk__lt=int(before))
    rows = list(kept[: SHOWN + 1])
    counted = webhook.deliveries.order_by().values_list("state").annotate(Count("pk"))
    older = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    return Log(
        lines=[Line(row, webhook.format) for row in rows[:SHOWN]],
        counts=dict(counted),
        state=state,
        older=older,
        missed=webhook.deliveries.missed().count(),
        tested=webhook.is_on and webhook.deliveries.tests().waiting().exists(),
    )
