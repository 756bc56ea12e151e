"""The schema, the docs, and what is said of any other address below /api/."""

from __future__ import annotations

from django.urls import path, re_path

from api.docs import docs_view
from api.schema import schema_view
from api.unknown import unknown_view

app_name = "api"
urlpatterns = [
    path("v1/schema", schema_view, name="schema"),
    path("v1/docs", docs_view, name="docs"),
    re_path("", unknown_view, name="unknown"),
]
