"""How an opened card answers an act: every part as it is now, or the form again with what was typed.

The same views serve a browser without scripts: it is sent on to the card's page, or shown it with the errors.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.pages import ACCEPTED_NOT, PersonRequest
from boards.board_page import client_data
from boards.card_parts import Look, all_parts, drawn, part_named
from boards.views.cards import visible_card

BAR, COMPOSER = "bar", "composer"


def look_at(request: PersonRequest, ref: str, **more: Any) -> Look:
    return Look(request=request, card=visible_card(request.user, ref), at=timezone.now(), **more)


def is_htmx(request: PersonRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def done(
    request: PersonRequest, ref: str, *, said: str = "", focus: str = "", events: dict[str, Any] | None = None
) -> HttpResponse:
    """All parts anew. `said` becomes a toast, `focus` names what takes it, `events` are told to the page."""
    if not is_htmx(request):
        if said:
            messages.success(request, said)
        return redirect("card_page", ref)
    told = dict(events or {})
    if said:
        told["toast"] = {"text": said}
    if focus:
        told["card:focus"] = {"id": focus}
    look = look_at(request, ref)
    partials = "".join(_partial(part.name, part.html(look)) for part in all_parts() if part.name != COMPOSER)
    return HttpResponse(partials, headers={"HX-Trigger": json.dumps(told)} if told else None)


def _partial(name: str, html: str) -> str:
    return f'<hx-partial hx-target="#part-{name}" hx-swap="outerMorph">{html}</hx-partial>'


def again(
    request: PersonRequest, ref: str, part: str, forms: dict[str, Any], *, status: int = ACCEPTED_NOT
) -> HttpResponse:
    """The part as it was typed, with what is wrong."""
    look = look_at(request, ref, editing=part, forms=forms)
    if is_htmx(request):
        return HttpResponse(part_named(part).html(look), status=status)
    return page(look, status=status)


def retyped(request: PersonRequest, ref: str, part: str, forms: dict[str, Any]) -> HttpResponse:
    """The part with what was typed, changed as asked; nothing has been saved."""
    response = again(request, ref, part, forms, status=200)
    response["HX-Retarget"], response["HX-Reswap"] = f"#part-{part}", "outerHTML"
    return response


def page(look: Look, *, status: int = 200) -> HttpResponse:
    context = {
        "board": look.board,
        "card": look.card,
        "section": "card",
        "bar": part_named(BAR).html(look),
        "composer": part_named(COMPOSER).html(look),
        "main": drawn(look, aside=False),
        "side": drawn(look, aside=True),
        "data": client_data(look.board, look.person, look.at),
    }
    return render(look.request, "boards/card_page.html", context, status=status)


def data_of(look: Look) -> dict[str, Any]:
    may = " ".join(sorted(look.rights))
    return {**client_data(look.board, look.person, look.at), "may": may, "seq": look.board.seq}


def drawer(look: Look, *, alone: bool) -> HttpResponse:
    """The card to stand beside a list; `alone` on a page that knows nothing of its board: it brings that along."""
    context = {
        "data": data_of(look) if alone else None,
        "bar": part_named(BAR).html(look),
        "parts": [part.html(look) for part in all_parts() if not part.fixed],
        "composer": part_named(COMPOSER).html(look),
    }
    return render(look.request, "boards/drawer.html", context)
