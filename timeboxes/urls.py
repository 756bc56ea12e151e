from django.urls import URLPattern, URLResolver, path

from timeboxes.views import box, card_initiative, gate, gates, initiatives

INITIATIVE = "boards/<str:key>/initiatives/<int:pk>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("boards/<str:key>/initiatives/", initiatives.initiatives, name="initiatives"),
    path(f"{INITIATIVE}/", initiatives.initiative, name="initiative"),
    path(f"{INITIATIVE}/removal/", initiatives.removal, name="initiative_removal"),
    path(f"{INITIATIVE}/start/", initiatives.start, name="initiative_start"),
    path(f"{INITIATIVE}/decision/", initiatives.decision, name="initiative_decision"),
    path(f"{INITIATIVE}/stages/", initiatives.stages, name="stages"),
    path(f"{INITIATIVE}/stages/<int:stage_pk>/", initiatives.stage, name="stage"),
    path(f"{INITIATIVE}/stages/<int:stage_pk>/removal/", initiatives.stage_removal, name="stage_removal"),
    path("c/<str:ref>/initiative/", card_initiative.card_initiative, name="card_initiative"),
    path("gates/", gates.gates, name="gates"),
    path("c/<str:ref>/gate/", gate.gate, name="card_gate"),
    path("c/<str:ref>/timebox/<str:verb>/", box.timebox, name="card_timebox"),
]
