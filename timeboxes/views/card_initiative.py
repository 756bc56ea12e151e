"""Which initiative a card belongs to."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card
from timeboxes.actions import group_card
from timeboxes.initiative_find import initiative_of


@signed_in
@require_POST
def card_initiative(request: PersonRequest, ref: str) -> HttpResponse:
    """Put the card into the initiative that was chosen; an empty choice takes it out."""
    card, wanted = visible_card(request.user, ref), request.POST.get("initiative", "")
    if wanted and not (wanted.isascii() and wanted.isdigit()):
        raise Invalid.field("initiative", _("Choose an initiative."))
    found = initiative_of(card.board, int(wanted)) if wanted else None
    group_card(cause=cause_of(request), card=card, initiative=found)
    if found is None:
        return done(request, ref, said=_("%(card)s is part of no initiative") % {"card": ref})
    said = _("%(card)s is part of %(initiative)s") % {"card": ref, "initiative": found.name}
    return done(request, ref, said=said)
