"""Every address of the product: each app brings its own."""

from django.urls import include, path

from config import health
from config.metrics import metrics

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("boards.api.urls")),
    path("api/v1/", include("hypotheses.api.urls")),
    path("api/v1/", include("timeboxes.api.urls")),
    path("api/v1/", include("modelversions.api.urls")),
    path("api/v1/", include("webhooks.api.urls")),
    path("api/v1/", include("cadence.api.urls")),
    path("api/v1/", include("integrations.api.urls")),
    path("api/v1/", include("insights.api.urls")),
    path("api/", include("api.urls")),
    path("", include("accounts.urls")),
    path("", include("hypotheses.urls")),
    path("", include("timeboxes.urls")),
    path("", include("modelversions.urls")),
    path("", include("webhooks.urls")),
    path("", include("cadence.urls")),
    path("", include("integrations.urls")),
    path("", include("insights.urls")),
    path("", include("boards.urls")),
]
