"""The only writers of time-boxes, gates and decisions."""

from timeboxes.actions.boxes import change_budget, pause_box, plan_box, resume_box, start_box
from timeboxes.actions.conclude import conclude_and_decide
from timeboxes.actions.decide import decide
from timeboxes.actions.gate import open_gate
from timeboxes.actions.sweep import expire_due, mark_due

__all__ = [
    "change_budget",
    "conclude_and_decide",
    "decide",
    "expire_due",
    "mark_due",
    "open_gate",
    "pause_box",
    "plan_box",
    "resume_box",
    "start_box",
]
