"""The three numbers of a question, set in its row of the backlog: belief, worth, days."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_POST

from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in
from boards.actions import edit_card
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import save_hypothesis

WORDS = {
    "belief": noop("A belief is 1 to 99 percent; nobody is certain."),
    "value": noop("A worth is 1 to 5."),
    "days": noop("Days are a number such as 3 or 0.5."),
}
SET = {
    "belief": noop("%(ref)s: belief is set."),
    "value": noop("%(ref)s: value is set."),
    "days": noop("%(ref)s: days is set."),
}
MOST = {"belief": 99, "value": 5, "days": 1000}


@signed_in
@require_POST
def estimate(request: PersonRequest, ref: str) -> JsonResponse:
    """Set one of them; an empty text takes the number away."""
    card, name = visible_card(request.user, ref), request.POST.get("field", "")
    if name not in WORDS:
        raise Invalid.field("field", f"Name one of {', '.join(WORDS)}.", "invalid_choice")
    number = number_in(name, request.POST.get("value", "").strip().removesuffix("%").removesuffix("d").strip())
    if name == "value":
        edit_card(cause=cause_of(request), card=card, changes={"value": number})
    else:
        save_hypothesis(cause=cause_of(request), card=card, changes=as_round(name, number))
    return JsonResponse({"text": _(SET[name]) % {"ref": card.ref}})


def number_in(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise Invalid.field("value", _(WORDS[name])) from None
    whole = name == "days" or number.is_integer()
    if not 0 < number <= MOST[name] or not whole:
        raise Invalid.field("value", _(WORDS[name]))
    return number if name == "days" else int(number)


def as_round(name: str, number: float | None) -> dict[str, Any]:
    if name == "belief":
        return {"forecast": None if number is None else number / 100}
    return {"budget": None if number is None else f"{number:g}d"}
