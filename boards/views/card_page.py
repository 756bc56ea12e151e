"""A card in full: beside its board, on a page of its own, or one part of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.actions import note_step
from accounts.pages import PersonRequest, signed_in
from boards.card_parts import part_named
from boards.views.card_answers import drawer as drawer_of
from boards.views.card_answers import is_htmx, look_at
from boards.views.card_answers import page as page_of


@signed_in
@require_GET
def drawer(request: PersonRequest, ref: str) -> HttpResponse:
    return drawer_of(look_at(request, ref), alone="alone" in request.GET)


@signed_in
@require_GET
def card_page(request: PersonRequest, ref: str) -> HttpResponse:
    """`?edit=<part>` opens a part for editing, for browsers without scripts."""
    look = look_at(request, ref, editing=request.GET.get("edit", ""))
    note_step(person=request.user, step="opened", at=look.at)
    return page_of(look)


@signed_in
@require_GET
def card_part(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """One part, to read or (with `?edit=`) to write in."""
    look, part = look_at(request, ref, editing=request.GET.get("edit", "")), part_named(name)
    return HttpResponse(part.html(look)) if is_htmx(request) else redirect("card_page", ref)
