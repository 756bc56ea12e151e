from django.urls import URLPattern, URLResolver, path

from modelversions.views import baseline, hook, pages

MODELS = "boards/<str:key>/models"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{MODELS}/", pages.models, name="models"),
    path(f"{MODELS}/metric/", pages.metric, name="models_metric"),
    path(f"{MODELS}/registry/", pages.registry, name="models_registry"),
    path(f"{MODELS}/registry/removal/", pages.registry_removal, name="models_registry_removal"),
    path(f"{MODELS}/proposals/<int:pk>/", pages.proposal, name="models_proposal"),
    path(f"{MODELS}/<int:pk>/", pages.version, name="model"),
    path(f"{MODELS}/<int:pk>/release/", pages.release, name="model_release"),
    path(f"{MODELS}/<int:pk>/retirement/", pages.retirement, name="model_retirement"),
    path(f"{MODELS}/<int:pk>/removal/", pages.removal, name="model_removal"),
    path("c/<str:ref>/baseline/", baseline.card_baseline, name="card_baseline"),
    path("hooks/registry/<uuid:hook_id>/", hook.registry_hook, name="registry_hook"),
]
