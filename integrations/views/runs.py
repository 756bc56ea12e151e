"""Looking for a card's runs in the team's trackers, now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import done
from boards.views.cards import visible_card
from integrations.trackers.asked import look_for


@signed_in
@require_POST
def search(request: PersonRequest, ref: str) -> HttpResponse:
    card = visible_card(request.user, ref)
    require(request.user, Verb.WRITE_CARD, card.board.team_id)
    found, new = look_for(card, timezone.now())
    return done(request, ref, said=what_was_found(card.ref, found, new), focus="runs-search")


def what_was_found(ref: str, found: int, new: int) -> str:
    if not found:
        return _("No run carries the tag kanban.card = %(ref)s") % {"ref": ref}
    said = ngettext("%(n)s run in the trackers, %(new)s new", "%(n)s runs in the trackers, %(new)s new", found)
    return said % {"n": found, "new": new}
