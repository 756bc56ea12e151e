from django.urls import path

import api.paths  # noqa: F401 - its converters
from modelversions.api.versions import ModelItem, ModelRelease, ModelRetirement, Models, ProposalItem, Registry

MODELS = "boards/<key:key>/models"
urlpatterns = [
    path(MODELS, Models.as_view()),
    path(f"{MODELS}/registry", Registry.as_view()),
    path(f"{MODELS}/proposals/<int:proposal_id>", ProposalItem.as_view()),
    path(f"{MODELS}/<int:version_id>", ModelItem.as_view()),
    path(f"{MODELS}/<int:version_id>/release", ModelRelease.as_view()),
    path(f"{MODELS}/<int:version_id>/retirement", ModelRetirement.as_view()),
]
