"""Cards by a few letters of their name, for whoever writes and wants to point at one."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, signed_in
from boards.models import Card
from boards.visible import visible_board

MOST = 8


@signed_in
@require_GET
def cards_named(request: PersonRequest, key: str) -> JsonResponse:
    """Cards of the board whose ref or title holds the letters; refs first, then what changed last."""
    board, text = visible_board(request.user, key), request.GET.get("q", "").strip()[:100]
    by_ref = Q(ref__iexact=text) | Q(ref__iexact=f"{board.key}-{text}") if text else Q()
    found = Card.objects.filter(board=board, trashed_at=None)
    found = found.filter(Q(ref__icontains=text) | Q(title__icontains=text)) if text else found
    exact = Case(When(by_ref, then=Value(0)), default=Value(1), output_field=IntegerField()) if text else Value(1)
    rows = found.annotate(exact=exact).order_by("exact", "-updated_at", "-pk")[:MOST]
    return JsonResponse({"results": list(rows.values("ref", "title", "kind"))})
