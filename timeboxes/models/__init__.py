from timeboxes.models.box import Pause, TimeBox, TimeBoxQuerySet
from timeboxes.models.clock import Clocked
from timeboxes.models.gate import Decision, Gate
from timeboxes.models.initiative import Initiative, InitiativeCard, Stage, StageDecision

__all__ = [
    "Clocked",
    "Decision",
    "Gate",
    "Initiative",
    "InitiativeCard",
    "Pause",
    "Stage",
    "StageDecision",
    "TimeBox",
    "TimeBoxQuerySet",
]
