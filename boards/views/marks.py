"""Marks on rows of the backlog: discussed, a concern raised, a concern settled; several rows are one act."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.errors import Invalid, Refusal
from accounts.pages import PersonRequest, signed_in
from boards.actions.marks import raise_concern, set_discussed, settle_concern
from boards.models import Card
from boards.views.backlog import done, is_part
from boards.views.cards import cause_of
from boards.views.ranking import MOST_AT_ONCE
from boards.visible import visible_board

MARKS = ("discussed", "open", "concern", "settle")


@signed_in
@require_POST
def backlog_marks(request: PersonRequest, key: str) -> HttpResponse:
    """`do` says which mark; each card that cannot take it says why in its row."""
    board, do = visible_board(request.user, key), request.POST.get("do", "")
    require(request.user, Verb.WRITE_CARD, board.team_id)
    refs = request.POST.getlist("only") or request.POST.getlist("ref")[:MOST_AT_ONCE]
    if do not in MARKS or not refs:
        raise Invalid.field("ref", _("Select the cards first."))
    reasons = {card.ref: marked(request, card, do) for card in Card.objects.filter(board=board, ref__in=refs)}
    refused = {ref: reason for ref, reason in reasons.items() if reason}
    count = len(reasons) - len(refused)
    text = said(do, count) if count else next(iter(refused.values()), "")
    response = done(request, board, text, "success" if count else "error", refused=refused)
    if is_part(request) and count:
        response["HX-Trigger"] = json.dumps({"backlog:moved": {"text": text, "op": cause_of(request).op}})
    return response


def said(do: str, n: int) -> str:
    words = {
        "discussed": ngettext("%(n)s card discussed.", "%(n)s cards discussed.", n),
        "open": ngettext("%(n)s card to be discussed.", "%(n)s cards to be discussed.", n),
        "concern": ngettext("%(n)s card with a concern.", "%(n)s cards with a concern.", n),
        "settle": ngettext("%(n)s card settled.", "%(n)s cards settled.", n),
    }
    return words[do] % {"n": n}


def marked(request: PersonRequest, card: Card, do: str) -> str:
    """Set the mark; the sentence why not, or nothing."""
    cause = cause_of(request)
    try:
        if do == "concern":
            raise_concern(cause=cause, card=card, text=request.POST.get("concern", ""))
        elif do == "settle":
            settle_concern(cause=cause, card=card)
        else:
            set_discussed(cause=cause, card=card, discussed=do == "discussed")
    except Refusal as refusal:
        return next((error.message for error in refusal.errors), refusal.sentence)
    return ""
