from django.urls import path

import api.paths  # noqa: F401 - its converters
from integrations.api.exports import Export, Notebook
from integrations.api.imports import ImportItem, Imports
from integrations.api.runs import RunHistory, RunSearch
from integrations.api.trackers import TrackerItem, Trackers, TrackerTest

urlpatterns = [
    path("boards/<key:key>/export", Export.as_view()),
    path("cards/<ref:ref>/notebook", Notebook.as_view()),
    path("imports", Imports.as_view()),
    path("imports/<uuid:import_id>", ImportItem.as_view()),
    path("teams/<slug:slug>/trackers", Trackers.as_view()),
    path("teams/<slug:slug>/trackers/<int:tracker_id>", TrackerItem.as_view()),
    path("teams/<slug:slug>/trackers/<int:tracker_id>/test", TrackerTest.as_view()),
    path("cards/<ref:ref>/runs/search", RunSearch.as_view()),
    path("cards/<ref:ref>/runs/<int:run_id>/history", RunHistory.as_view()),
]
