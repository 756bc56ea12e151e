from django.urls import URLPattern, URLResolver, path

from timeboxes.views import box, gate

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<str:ref>/gate/", gate.gate, name="card_gate"),
    path("c/<str:ref>/timebox/<str:verb>/", box.timebox, name="card_timebox"),
]
