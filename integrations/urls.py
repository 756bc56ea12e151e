from django.urls import URLPattern, URLResolver, path

from integrations.views import exports, imports, runs, trackers

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/format/", imports.recognition, name="import_recognition"),
    path("imports/<uuid:import_id>/", imports.one, name="import"),
    path("teams/<slug:slug>/trackers/", trackers.trackers, name="trackers"),
    path("teams/<slug:slug>/trackers/<int:pk>/", trackers.tracker, name="tracker"),
    path("teams/<slug:slug>/trackers/<int:pk>/removal/", trackers.removal, name="tracker_removal"),
    path("teams/<slug:slug>/trackers/<int:pk>/trial/", trackers.trial, name="tracker_trial"),
    path("c/<str:ref>/notebook.md", exports.card_file, name="card_notebook"),
    path("boards/<str:key>/export/", exports.board_export, name="board_export"),
    path("c/<str:ref>/runs/search/", runs.search, name="card_runs_search"),
]
