"""How one card is answered: its JSON, its ETag, and as the `current` of a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import BigAutoField
from django.http import HttpResponse

from accounts.errors import Stale
from accounts.prepared import Param, Prepared
from api.call import Call
from api.conditional import etag
from api.rendering import answer
from boards.actions.move import StaleMove
from boards.card_json import Place, card_as_dict
from boards.models import Card

STORED = Prepared(lambda: Card.objects.select_related("board", "lane").filter(pk=Param("pk", BigAutoField())))


def shown(call: Call, card: Card) -> dict[str, Any]:
    """The card as it was read."""
    card.lane.board = card.board
    return card_as_dict(card, call.at, Place.of(card.lane))


def shown_now(call: Call, card: Card) -> dict[str, Any]:
    """The card as it is stored now; that the person sees it has been asked before."""
    return shown(call, STORED.rows(pk=card.pk)[0])


def card_answer(card: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    headers = {"ETag": card_tag(card)}
    if status == 201:
        headers["Location"] = f"/api/v1/cards/{card['ref']}"
    return answer({**card, **more}, status, headers)


def card_tag(card: dict[str, Any]) -> str:
    """The version; and whether the clock has run out, which no version says."""
    box = card["timebox"]
    return etag(card["version"], *(["over"] if box and box["state"] == "expired" else []))


@contextmanager
def showing_current(call: Call, card: Card) -> Iterator[None]:
    """A client that was behind is told how the card is now."""
    try:
        yield
    except (Stale, StaleMove) as stale:
        now = shown_now(call, card)
        raise type(stale)(stale.sentence, current=now, headers={"ETag": card_tag(now)}) from None
