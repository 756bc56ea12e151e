"""An address that does not exist is a problem like any other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from accounts.errors import NotFound
from api.problems import of_refusal


@csrf_exempt
def unknown_view(request: HttpRequest, **path: Any) -> HttpResponse:
    return of_refusal(NotFound())
