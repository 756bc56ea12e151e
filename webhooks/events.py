"""Facts of webhooks that concern people: the rest is the team's business and stands in its audit."""

from __future__ import annotations

from dataclasses import dataclass

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class WebhookSwitchedOff(Fact):
    """A webhook took nothing for days, or said it is gone, and was switched off; its events are kept."""

    kind = "webhook.switched_off"
    webhook: int
    name: str
    address: str
    reason: str
    failures: int
