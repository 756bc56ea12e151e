"""Bringing a board in through the browser: a file, a look at what would come, the import, its report."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.pages import PersonRequest, show, signed_in
from boards.files.store import MB
from integrations.actions import start_import
from integrations.find import visible_import
from integrations.import_form import ImportForm, sources, teams_to_import
from integrations.import_report import shown
from integrations.importers.formats import FORMATS, HEAD_BYTES, recognised
from integrations.importers.intake import progress_of, refuse_too_large
from integrations.models import Import
from integrations.tasks import ask_to_import

SHOWN = 20
PANEL, REFUSED = "integrations/_import.html", "integrations/_import_refused.html"


@signed_in
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "POST"])
def imports(request: PersonRequest) -> HttpResponse:
    """The form and the imports of late; posting to it hands a file in."""
    if request.method == "GET":
        return page(request, ImportForm(person=request.user))
    refuse_too_large(request)
    form = ImportForm(request.POST, request.FILES, person=request.user)
    if form.is_valid():
        with form.refusals():
            job = start_import(actor=request.user, at=timezone.now(), **form.given())
            ask_to_import(job)
            return panel(request, job, 202) if wants_part(request) else redirect("import", job.pk)
    if wants_part(request):
        return show(request, REFUSED, {"form": form}, form)
    return page(request, form)


@signed_in
@vary_on_headers("HX-Request")
@require_GET
def one(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """How far it is, or its report; alone for our module, which asks again until it has ended."""
    job = visible_import(request.user, import_id)
    if wants_part(request):
        return panel(request, job)
    return show(request, "integrations/import.html", {**told(job), "section": "boards"})


@signed_in
@require_POST
def recognition(request: PersonRequest) -> JsonResponse:
    """What a file is, by its name and how it begins."""
    head = request.FILES.get("head")
    found = recognised(request.POST.get("name", "")[:255], head.read(HEAD_BYTES) if head else b"")
    if found is None:
        names = ", ".join(each.name for each in FORMATS.values())
        said = _("This is no file of a format that is known here: %(names)s.") % {"names": names}
        return JsonResponse({"known": False, "sentence": said})
    return JsonResponse({"known": True, "name": found.name, "into_board": found.into_board})


def wants_part(request: PersonRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def panel(request: PersonRequest, job: Import, status: int = 200) -> HttpResponse:
    return show(request, PANEL, told(job), status=status)


def told(job: Import) -> dict[str, Any]:
    done, whole = progress_of(job.stored) if job.is_unfinished else (0, 0)
    return {"job": job, "source": FORMATS[job.format], "done": done, "whole": whole, "report": shown(job)}


def page(request: PersonRequest, form: ImportForm) -> HttpResponse:
    late = Import.objects.visible_to(request.user).select_related("board", "person").order_by("-created_at", "id")
    context = {
        "form": form,
        "teams": teams_to_import(request.user),
        "any_team": request.user.memberships.exists(),
        "sources": sources(),
        "most": settings.FILE_BYTES,
        "most_mb": settings.FILE_BYTES // MB,
        "imports": [(job, FORMATS[job.format].name) for job in late[:SHOWN]],
        "section": "boards",
    }
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "integrations/imports.html", context, form)
