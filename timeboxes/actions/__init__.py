"""The only writers of time-boxes, gates and decisions."""

from timeboxes.actions.boxes import change_budget, pause_box, plan_box, resume_box, start_box
from timeboxes.actions.conclude import conclude_and_decide
from timeboxes.actions.decide import decide
from timeboxes.actions.decide_stage import decide_stage
from timeboxes.actions.gate import open_gate
from timeboxes.actions.hard_stop import set_hard_stop
from timeboxes.actions.initiatives import change_initiative, create_initiative, group_card, remove_initiative
from timeboxes.actions.park import park_due
from timeboxes.actions.stages import add_stage, change_stage, remove_stage, start_stage
from timeboxes.actions.sweep import expire_due, mark_due
from timeboxes.actions.sweep_stages import sweep_stages

__all__ = [
    "add_stage",
    "change_budget",
    "change_initiative",
    "change_stage",
    "conclude_and_decide",
    "create_initiative",
    "decide",
    "decide_stage",
    "expire_due",
    "group_card",
    "mark_due",
    "open_gate",
    "park_due",
    "pause_box",
    "plan_box",
    "remove_initiative",
    "remove_stage",
    "resume_box",
    "set_hard_stop",
    "start_box",
    "start_stage",
    "sweep_stages",
]
