from django.urls import URLPattern, URLResolver, path

from webhooks.views import deliveries, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("teams/<slug:slug>/webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/secret/", webhooks.secret, name="webhook_secret"),
    path("webhooks/<int:pk>/switch/", webhooks.switch, name="webhook_switch"),
    path("webhooks/<int:pk>/removal/", webhooks.removal, name="webhook_removal"),
    path("webhooks/<int:pk>/test/", deliveries.test, name="webhook_test"),
    path("webhooks/<int:pk>/redelivery/", deliveries.missed, name="webhook_missed"),
    path(
        "webhooks/<int:pk>/deliveries/<int:delivery_id>/redelivery/",
        deliveries.redelivery,
        name="webhook_redelivery",
    ),
]
