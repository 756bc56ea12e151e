"""What a board's model is measured by."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid
from boards.actions.lock import lock_board
from boards.events import Cause, record
from boards.models import Board
from modelversions.actions import clean
from modelversions.events import ModelMetricSet
from modelversions.models import PrimaryMetric

FIELDS = ("metric", "direction", "baseline", "baseline_value")


def set_primary_metric(*, cause: Cause, board: Board, changes: dict[str, Any]) -> PrimaryMetric:
    """Name the metric, its direction and the rule the model replaces; unchanged values record nothing."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.STEER)
        found = PrimaryMetric.objects.filter(board=board).first() or PrimaryMetric(board=board)
        new = {name: _clean(name, value) for name, value in changes.items()}
        new = {name: value for name, value in new.items() if getattr(found, name) != value}
        if not new:
            return found
        old = {name: getattr(found, name) for name in new}
        for name, value in new.items():
            setattr(found, name, value)
        found.save()
        record(board, ModelMetricSet(changes=new, previous=old), cause)
    return found


def _clean(name: str, value: Any) -> Any:
    if name not in FIELDS:
        raise Invalid.field(name, f"A primary metric has no field {name}.", "unknown_field")
    if name == "direction":
        if value not in PrimaryMetric.Direction.values:
            raise Invalid.field(name, _("Say whether higher or lower is better."), "invalid_choice")
        return value
    return clean.number(name, value) if name == "baseline_value" else clean.text(name, value)
