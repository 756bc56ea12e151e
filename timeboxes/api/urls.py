from django.urls import path

from timeboxes.api.boxes import Boxes, BoxItem, DecisionItem, PauseItem, Resume, Start

urlpatterns = [
    path("timeboxes", Boxes.as_view()),
    path("timeboxes/<int:box_id>", BoxItem.as_view()),
    path("timeboxes/<int:box_id>/start", Start.as_view()),
    path("timeboxes/<int:box_id>/pause", PauseItem.as_view()),
    path("timeboxes/<int:box_id>/resume", Resume.as_view()),
    path("timeboxes/<int:box_id>/decision", DecisionItem.as_view()),
]
