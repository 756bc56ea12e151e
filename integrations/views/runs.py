"""Looking for a card's runs in the team's trackers, now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import done
from boards.views.cards import visible_card
from integrations.trackers.asked import look_for

NOTHING = "No run carries the tag kanban.card = {}"


@signed_in
@require_POST
def search(request: PersonRequest, ref: str) -> HttpResponse:
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    found, new = look_for(card, timezone.now())
    said = (
        f"{found} run{'' if found == 1 else 's'} in the trackers, {new} new" if found else NOTHING.format(card.ref)
    )
    return done(request, ref, said=said, focus="runs-search")
