"""The page of a board's models: what it is measured by, its versions, what is live, what the registry says."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import PersonRequest, show, signed_in
from boards.models import Board
from boards.views.cards import cause_of
from boards.visible import visible_board
from modelversions import actions
from modelversions.find import proposal_of, version_of
from modelversions.forms import MetricForm, RegistryForm, VersionForm
from modelversions.page import models_context


@signed_in
@require_http_methods(["GET", "POST"])
def models(request: PersonRequest, key: str) -> HttpResponse:
    """The page; posting writes down a version."""
    board = visible_board(request.user, key)
    if request.method == "GET":
        return drawn(request, board)
    form = VersionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            actions.add_version(cause=cause_of(request), board=board, **form.new())
            return redirect("models", key)
    return drawn(request, board, new_version=form)


@signed_in
@require_POST
def version(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Change a version."""
    board = visible_board(request.user, key)
    found = version_of(board, pk)
    begun = found.state in (found.State.LIVE, found.State.RETIRED)
    form = VersionForm(request.POST, begun=begun, auto_id=f"version-{pk}-%s")
    if form.is_valid():
        with form.refusals():
            actions.change_version(cause=cause_of(request), version=found, changes=form.cleaned_data)
            return redirect("models", key)
    return drawn(request, board, version_form=(pk, form))


@signed_in
@require_POST
def metric(request: PersonRequest, key: str) -> HttpResponse:
    board, form = visible_board(request.user, key), MetricForm(request.POST)
    if form.is_valid():
        with form.refusals():
            actions.set_primary_metric(cause=cause_of(request), board=board, changes=form.cleaned_data)
            return redirect("models", key)
    return drawn(request, board, metric_form=form)


@signed_in
@require_POST
def release(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """It is live, for everybody or for the segment that was named."""
    found = version_of(visible_board(request.user, key), pk)
    actions.release_version(cause=cause_of(request), version=found, segment=request.POST.get("segment", ""))
    messages.success(request, _("%(version)s is live.") % {"version": found.name})
    return redirect("models", key)


@signed_in
@require_POST
def retirement(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    found = version_of(visible_board(request.user, key), pk)
    actions.retire_version(cause=cause_of(request), version=found)
    messages.success(request, _("%(version)s is retired.") % {"version": found.name})
    return redirect("models", key)


@signed_in
@require_POST
def removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    found = version_of(visible_board(request.user, key), pk)
    actions.remove_version(cause=cause_of(request), version=found)
    messages.success(request, _("%(version)s is removed.") % {"version": found.name})
    return redirect("models", key)


@signed_in
@require_POST
def proposal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Yes, it is live; or put what the registry says aside."""
    found, accept = proposal_of(visible_board(request.user, key), pk), request.POST.get("accept") == "yes"
    settled = actions.settle_proposal(cause=cause_of(request), proposal=found, accept=accept)
    is_live = accept and settled.version is not None
    said = _("%(version)s is live.") % {"version": settled.version} if is_live else _("Put aside.")
    messages.success(request, said)
    return redirect("models", key)


@signed_in
@require_POST
def registry(request: PersonRequest, key: str) -> HttpResponse:
    board, form = visible_board(request.user, key), RegistryForm(request.POST)
    if form.is_valid():
        with form.refusals():
            actions.set_registry(cause=cause_of(request), board=board, **form.cleaned_data)
            return redirect("models", key)
    return drawn(request, board, registry_form=form)


@signed_in
@require_POST
def registry_removal(request: PersonRequest, key: str) -> HttpResponse:
    actions.remove_registry(cause=cause_of(request), board=visible_board(request.user, key))
    return redirect("models", key)


def drawn(request: PersonRequest, board: Board, **bound: Any) -> HttpResponse:
    """The page with fresh forms, except for the one that came back."""
    context = models_context(request.user, board, bound)
    forms = [each for each in (*bound.values(), *bound.get("version_form", ())) if isinstance(each, BaseForm)]
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "modelversions/models.html", context, *forms)
