"""Taking what is live as the baseline of a draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import NotFound
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import save_hypothesis
from modelversions.baseline import live_baseline


@signed_in
@require_POST
def card_baseline(request: PersonRequest, ref: str) -> HttpResponse:
    """What is live now; the draft keeps these numbers when something else goes live."""
    card = visible_card(request.user, ref)
    found = live_baseline(card)
    if found is None:
        raise NotFound(_("Nothing is live on this board."))
    changes = {"baseline_run": "", "baseline_metrics": dict(found.metrics)}
    save_hypothesis(cause=cause_of(request), card=card, changes=changes)
    return done(request, ref, said=_("Compared with %(baseline)s") % {"baseline": found.name})
