from django.urls import path

from insights.views import pages

INSIGHTS = "boards/<str:key>/insights"
urlpatterns = [
    path(f"{INSIGHTS}/", pages.insights, name="insights"),
    path(f"{INSIGHTS}/<str:name>/", pages.figure, name="figure"),
]
