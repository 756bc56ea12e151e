"""The worker that keeps the last board for times without a connection."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

WORKER = Path(settings.BASE_DIR, "static/js/offline-worker.js").read_text(encoding="utf-8")


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """At the root of the site: a worker serves the pages below its own address only."""
    return HttpResponse(
        WORKER, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )
