"""The summary of a time-box on its card; elapsed and remaining are read from the clock where they are shown."""

from __future__ import annotations

from typing import Any

from hypotheses.face import stamp
from timeboxes.clock import hours_of
from timeboxes.models import Gate, TimeBox


def box_face(box: TimeBox, *, decided_at: Any = None) -> dict[str, Any]:
    return {
        "id": box.pk,
        "state": box.state,
        "budget_minutes": box.budget_minutes,
        "started_at": stamp(box.started_at),
        "due_at": stamp(box.due_at),
        "hard_stop_at": stamp(box.hard_stop_at),
        "running_since": stamp(box.running_since),
        "accrued_seconds": box.accrued_seconds,
        "extensions": box.extensions,
        "calendar": box.calendar_id,
        "minutes_per_day": hours_of(box).minutes_per_day,
        "gate_open": Gate.objects.filter(box=box, closed_at=None).exists(),
        "decided_at": stamp(decided_at),
    }
