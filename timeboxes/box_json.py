"""A time-box as the API shows it: by the clock, so that it is right even while no worker runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from timeboxes.clock import used_seconds
from timeboxes.models import Decision, Gate, TimeBox


def box_as_dict(box: TimeBox, at: datetime) -> dict[str, Any]:
    """The box at the time `at`; card, board, round, calendar and gates with decisions are read beforehand."""
    over = box.is_over(at)
    used = used_seconds(box, at) // 60
    gates = sorted(box.gates.all(), key=lambda gate: (gate.opened_at, gate.pk))
    decisions = [gate.decision for gate in gates if hasattr(gate, "decision")]
    return {
        "id": box.pk,
        "card": box.card.ref,
        "board": box.board.key,
        "round": box.round.n if box.round else None,
        "state": TimeBox.State.EXPIRED.value if over else box.state,
        "budget_minutes": box.budget_minutes,
        "original_budget_minutes": box.original_budget_minutes,
        "elapsed_minutes": used,
        "remaining_minutes": box.budget_minutes - used,
        "started_at": box.started_at,
        "due_at": box.due_at,
        "hard_stop_at": box.hard_stop_at,
        "expired_at": box.expired_at,
        "closed_at": box.closed_at,
        "extensions": box.extensions,
        "gate": next((gate_as_dict(gate) for gate in gates if gate.closed_at is None), None),
        "decisions": [decision_as_dict(decision) for decision in decisions],
    }


def gate_as_dict(gate: Gate) -> dict[str, Any]:
    return {"reason": gate.reason, "opened_at": gate.opened_at}


def decision_as_dict(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "rationale": decision.rationale,
        "author": decision.author.username if decision.author else None,
        "at": decision.at,
        "extend_minutes": decision.extend_minutes,
        "forecast": decision.forecast,
        "expects": decision.expects,
        "late_minutes": max(0, int((decision.at - decision.gate.opened_at).total_seconds() // 60)),
    }
