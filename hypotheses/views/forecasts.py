"""How likely people think it is, said on the card."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in
from boards.views.card_answers import again, done
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import give_forecast
from hypotheses.result_forms import ForecastForm

PART = "forecasts"


@signed_in
@require_POST
def forecasts(request: PersonRequest, ref: str) -> HttpResponse:
    """Of each person the newest forecast stands; the earlier ones stay to be read."""
    card, form = visible_card(request.user, ref), ForecastForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            give_forecast(cause=cause_of(request), card=card, p=given["forecast"] / 100, reason=given["reason"])
            return done(request, ref, focus="forecast-save")
        except Invalid as refusal:
            form.refuse(refusal)
    return again(request, ref, PART, {PART: form})
