"""What is done with rows of the backlog: an order applied, a place typed, a selection moved onto the board."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.errors import Invalid, Refusal
from accounts.pages import PersonRequest, signed_in
from boards.actions import Place, move_card
from boards.actions.ranking import apply_order, backlog_of, set_cut
from boards.models import Board, Card, Lane
from boards.views.backlog import done, is_part
from boards.views.cards import cause_of
from boards.visible import visible_board

MOST_AT_ONCE = 200


@signed_in
@require_POST
def backlog_order(request: PersonRequest, key: str) -> HttpResponse:
    """Apply the order that was shown. The answer offers the old one for taking it back."""
    board = visible_board(request.user, key)
    before = apply_order(cause=cause_of(request), board=board, refs=request.POST.getlist("ref"))
    response = done(request, board, _("The order is applied."))
    if is_part(request):
        response["HX-Trigger"] = json.dumps({"backlog:ordered": {"before": before}})
    return response


@signed_in
@require_POST
def backlog_cut(request: PersonRequest, key: str) -> HttpResponse:
    """Put the line of the next two weeks below a card, or give it back to the team's days."""
    board = visible_board(request.user, key)
    before = set_cut(cause=cause_of(request), board=board, after=request.POST.get("after", "").strip())
    board.refresh_from_db()
    response = done(request, board, _("The line is drawn."))
    if is_part(request):
        response["HX-Trigger"] = json.dumps({"backlog:cut": {"before": before}})
    return response


@signed_in
@require_POST
def backlog_rank(request: PersonRequest, key: str) -> HttpResponse:
    """Give a card the place that was typed: 1 is the top of the whole backlog, whatever a filter shows."""
    board = visible_board(request.user, key)
    cards, wanted = list(backlog_of(board).cards.open().in_order().only("pk", "ref")), request.POST.get("rank", "")
    card = next((each for each in cards if each.ref == request.POST.get("ref")), None)
    if card is None or not wanted.isdecimal() or int(wanted) < 1:
        raise Invalid.field("rank", _("A place is a number from 1 to %(most)s.") % {"most": len(cards)})
    cards.remove(card)
    place, lane = min(int(wanted) - 1, len(cards)), backlog_of(board)
    above = Place(lane=lane, after=cards[place - 1].ref) if place else Place(lane=lane, to="top")
    move_card(cause=cause_of(request), card=Card.objects.get(pk=card.pk), place=above)
    return done(request, board, _("%(ref)s is number %(n)s.") % {"ref": card.ref, "n": place + 1})


@signed_in
@require_POST
def backlog_moves(request: PersonRequest, key: str) -> HttpResponse:
    """Move the selected cards onto the board in one act; each that may not says why, in its row."""
    board = visible_board(request.user, key)
    require(request.user, Verb.WRITE_CARD, board.team_id)
    target = lane_to(board, request.POST.get("lane", ""))
    refs = request.POST.getlist("ref")[:MOST_AT_ONCE]
    if not refs:
        raise Invalid.field("ref", _("Select the cards first."))
    cards = Card.objects.filter(board=board, ref__in=refs).in_order()
    reasons = {card.ref: moved(request, card, target) for card in cards}
    refused = {ref: reason for ref, reason in reasons.items() if reason}
    count = len(reasons) - len(refused)
    text = said(count, target, refused)
    response = done(request, board, text, "error" if refused else "success", refused=refused)
    if is_part(request) and count:
        act = {"text": text, "op": request.POST.get("op", "")[:40], "refused": len(refused)}
        response["HX-Trigger"] = json.dumps({"backlog:moved": act})
    return response


def said(count: int, target: Lane, refused: dict[str, str]) -> str:
    values = {"n": count, "lane": target.name}
    text = ngettext("%(n)s card moved to %(lane)s.", "%(n)s cards moved to %(lane)s.", count) % values
    if not refused:
        return text
    stayed = _("%(n)s stayed: %(reason)s") % {"n": len(refused), "reason": next(iter(refused.values()))}
    return f"{text} {stayed}"


def moved(request: PersonRequest, card: Card, target: Lane) -> str:
    """Move one card; the sentence why not, or nothing."""
    try:
        move_card(cause=cause_of(request), card=card, place=Place(lane=target))
    except Refusal as refusal:
        first = next((error.message for error in refusal.errors), "")
        return f"{refusal.sentence} {first}".strip()
    return ""


def lane_to(board: Board, text: str) -> Lane:
    lane = board.lanes.filter(pk=text).first() if text.isdecimal() else None
    if lane is None:
        raise Invalid.field("lane", _("Choose the lane they go to."))
    return lane
