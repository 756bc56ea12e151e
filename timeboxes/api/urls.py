from django.urls import path

import api.paths  # noqa: F401 - its converters
from timeboxes.api.boxes import Boxes, BoxItem, DecisionItem, PauseItem, Resume, Start
from timeboxes.api.gates import Gates
from timeboxes.api.initiatives import (
    CardInitiative,
    InitiativeDecision,
    InitiativeItem,
    Initiatives,
    InitiativeStart,
    StageItem,
    Stages,
)

INITIATIVE = "boards/<key:key>/initiatives/<int:initiative_id>"
urlpatterns = [
    path("gates", Gates.as_view()),
    path("timeboxes", Boxes.as_view()),
    path("timeboxes/<int:box_id>", BoxItem.as_view()),
    path("timeboxes/<int:box_id>/start", Start.as_view()),
    path("timeboxes/<int:box_id>/pause", PauseItem.as_view()),
    path("timeboxes/<int:box_id>/resume", Resume.as_view()),
    path("timeboxes/<int:box_id>/decision", DecisionItem.as_view()),
    path("boards/<key:key>/initiatives", Initiatives.as_view()),
    path(INITIATIVE, InitiativeItem.as_view()),
    path(f"{INITIATIVE}/start", InitiativeStart.as_view()),
    path(f"{INITIATIVE}/decision", InitiativeDecision.as_view()),
    path(f"{INITIATIVE}/stages", Stages.as_view()),
    path(f"{INITIATIVE}/stages/<int:stage_id>", StageItem.as_view()),
    path("cards/<ref:ref>/initiative", CardInitiative.as_view()),
]
