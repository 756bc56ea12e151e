"""What may stand in the fields of a model version."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from boards.models import Board, Card

LENGTHS = {
    "name": 120,
    "notes": 4_000,
    "registry_version": 120,
    "registry_url": 1_000,
    "metric": 120,
    "baseline": 300,
}
NUMBERS = ("compared_value", "shipped_value", "shipped_compared")
PLAIN = ("metrics", "registry_url", "notes", "registry_version", *NUMBERS)
MOST_METRICS, MOST_CARDS = 50, 100


def plain(field: str, value: Any) -> Any:
    """What needs no look at the board."""
    if field in NUMBERS:
        return number(field, value)
    if field == "metrics":
        return metrics(value)
    return address(value) if field == "registry_url" else text(field, value)


def text(field: str, value: Any, *, required: bool = False) -> str:
    """One line, but for notes."""
    plain = str(value or "").replace("\x00", "").strip()
    clean = plain if field == "notes" else " ".join(plain.split())
    if len(clean) > LENGTHS[field] or (required and not clean):
        most = number_format(LENGTHS[field], force_grouping=True)
        raise Invalid.field(field, _("Write 1 to %(most)s characters.") % {"most": most}, "required")
    return clean


def address(value: Any) -> str:
    clean = text("registry_url", value)
    if clean and not clean.lower().startswith(("https://", "http://")):
        raise Invalid.field("registry_url", _("Give an address that begins with https:// or http://."))
    return clean


def number(field: str, value: Any) -> float | None:
    """A finite number; infinities and NaN tell nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Invalid.field(field, _("Give a number."))
    return float(value)


def metrics(value: Any) -> dict[str, float]:
    if not isinstance(value, dict) or len(value) > MOST_METRICS:
        raise Invalid.field("metrics", _("Give up to %(most)s numbers by name.") % {"most": MOST_METRICS})
    clean: dict[str, float] = {}
    for name, each in value.items():
        given = number("metrics", each)
        if given is not None:
            clean[text("metric", name, required=True)] = given
    return clean


def cards(board: Board, refs: list[str]) -> list[Card]:
    """Cards of the board by ref."""
    wanted = list(dict.fromkeys(ref.strip().upper() for ref in refs if ref.strip()))
    if len(wanted) > MOST_CARDS:
        raise Invalid.field("cards", _("Name at most %(most)s cards.") % {"most": MOST_CARDS})
    found = {card.ref: card for card in Card.objects.filter(board=board, trashed_at=None, ref__in=wanted)}
    for ref in wanted:
        if ref not in found:
            raise Invalid.field(
                "cards", _("%(board)s has no card %(card)s.") % {"board": board.key, "card": ref}, "unknown"
            )
    return [found[ref] for ref in wanted]
