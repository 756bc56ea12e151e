from django.urls import path

import api.paths  # noqa: F401 - its converters
from insights.api.figures import FigureItem, Figures

FIGURES = "boards/<key:key>/figures"
urlpatterns = [
    path(FIGURES, Figures.as_view()),
    path(f"{FIGURES}/<str:name>", FigureItem.as_view()),
]
