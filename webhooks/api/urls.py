from django.urls import path

from webhooks.api.deliveries import Deliveries, MissedRedelivery, Redelivery, WebhookTest
from webhooks.api.webhooks import WebhookItem, Webhooks, WebhookSecret

urlpatterns = [
    path("webhooks", Webhooks.as_view()),
    path("webhooks/<int:webhook_id>", WebhookItem.as_view()),
    path("webhooks/<int:webhook_id>/secret", WebhookSecret.as_view()),
    path("webhooks/<int:webhook_id>/test", WebhookTest.as_view()),
    path("webhooks/<int:webhook_id>/redelivery", MissedRedelivery.as_view()),
    path("webhooks/<int:webhook_id>/deliveries", Deliveries.as_view()),
    path("webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/redelivery", Redelivery.as_view()),
]
