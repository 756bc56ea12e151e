"""What the tests of an opened card share: sending its forms as the page does, reading what the answer tells it."""

from __future__ import annotations

import json
from typing import Any

from boards.models import Card
from tests.pages import client_of
from tests.world import World

HTMX = {"HX-Request": "true"}
LEARNED = "The text only repeats what the tariff says already."


def post(world: World, who: str, card: Card, door: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
    return client_of(world.cast[who]).post(f"/c/{card.ref}/{door}", {**(data or {}), **more}, headers=HTMX)


def told(response: Any) -> dict[str, Any]:
    """What the answer tells the page besides its markup."""
    found: dict[str, Any] = json.loads(response.headers.get("HX-Trigger", "{}"))
    return found
