"""A board with thousands of concluded cards: the rows of one, copied past all actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from boards.models import Card
from hypotheses.models import Forecast, LogEntry, Round, Verdict
from timeboxes.models import Decision, Gate, TimeBox

VALUES = ("supported", "refuted", "inconclusive", "supported", "refuted", "not_tested")
BATCH = 500


def multiply(card: Card, times: int) -> None:
    """`times` more cards like this one, an hour apart, with their rounds, forecasts, boxes, gates and entries."""
    cards = _copied([card], times, lambda row, n: {"ref": f"{card.ref}{n:05}", "number": 10_000 + n})
    rounds = _copied(Round.objects.filter(card=card), times, lambda row, n: {"card": cards[n]})
    boxes = _copied(
        TimeBox.objects.filter(card=card),
        times,
        lambda row, n: {"card": cards[n], "round": rounds[n], **_when(row, n)},
    )
    gates = _copied(Gate.objects.filter(box__card=card), times, lambda row, n: {"box": boxes[n]})
    _copied(Decision.objects.filter(gate__box__card=card), times, lambda row, n: {"gate": gates[n]})
    _copied(
        Verdict.objects.filter(round__card=card),
        times,
        lambda row, n: {"round": rounds[n], "value": VALUES[n % len(VALUES)], "at": row.at - timedelta(hours=n)},
    )
    for forecast in Forecast.objects.filter(round__card=card):
        _copied([forecast], times, lambda row, n: {"round": rounds[n], "p": (n % 97 + 1) / 99})
    for entry in LogEntry.objects.filter(card=card):
        _copied([entry], times, lambda row, n: {"card": cards[n]})


def _when(box: TimeBox, n: int) -> dict[str, Any]:
    return {"closed_at": box.closed_at - timedelta(hours=n) if box.closed_at else None}


def _copied(rows: Any, times: int, changed: Callable[[Any, int], dict[str, Any]]) -> list[Any]:
    """Copies of the only row, each with its changes."""
    (row,) = rows
    model, names = type(row), [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    kept = {name: getattr(row, name) for name in names}
    made = []
    for n in range(times):
        other = changed(row, n)
        gone = {f"{name}_id" for name in other}
        made.append(
            model(**{name: value for name, value in kept.items() if name not in gone | set(other)}, **other)
        )
    return list(model._default_manager.bulk_create(made, batch_size=BATCH))
