"""The form of a draft after two people have changed the same: what was typed, and beside it what is there now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from boards.models import Board, Card, Event
from hypotheses.actions.lock import registered
from hypotheses.amendment_words import criterion_words
from hypotheses.draft_form import Draft, row_of, seen_text, typed_rows, values_of
from hypotheses.events import RoundDrafted
from hypotheses.models import Round
from hypotheses.seen import CRITERIA, Compared
from hypotheses.words import POLICIES

INPUT_OF: Final = {"budget_minutes": "budget"}


def beside(card: Card, round_: Round, board: Board, data: Mapping[str, Any], compared: Compared) -> Draft:
    """Fields that only the others changed show what they say now; saving again is a decision between both."""
    values = values_of(round_, board)
    fresh = {name: values[name] for field in compared.theirs if (name := INPUT_OF.get(field, field)) in values}
    now = [row_of(each) for each in round_.criteria.all()] or [{}]
    rows = now if CRITERIA in compared.theirs else typed_rows(data)
    draft = Draft.filled({**data, **fresh}, rows, round_)
    draft.seen, draft.is_beside = seen_text(round_), True
    for field in compared.both - {CRITERIA}:
        name = INPUT_OF.get(field, field)
        draft.form.fields[name].theirs = _shown(name, values[name])  # type: ignore[attr-defined]  # read by the page
    if CRITERIA in compared.both:
        draft.their_criteria = [criterion_words(registered(row)) for row in round_.criteria.all()] or [_("none")]
    draft.told = told(card, compared)
    return draft


def _shown(name: str, value: Any) -> str:
    if name == "run_policy":
        return _(dict(POLICIES).get(value, value))
    if name == "forecast" and value is not None:
        return f"{value} %"
    return str(value or _("empty"))


def told(card: Card, compared: Compared) -> str:
    """Who changed one of these fields last."""
    facts = Event.objects.filter(card=card, kind=RoundDrafted.kind).select_related("actor").order_by("-seq")[:50]
    touched = (each for each in facts if compared.both & set(each.data["changes"]))
    who = next((each.actor.name for each in touched if each.actor), _("Somebody"))
    text = _("%(who)s changed this while you were writing. Both texts are here: save yours, or keep theirs.")
    return text % {"who": who}
