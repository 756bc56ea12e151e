"""The forms on an opened card that every card has. The page's own modules use the verbs of cards.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, NotFound, Stale
from accounts.page_forms import PageForm
from accounts.pages import PersonRequest, signed_in
from boards import actions
from boards.card_forms import TextForm, TitleForm
from boards.events import CardEdited
from boards.models import Card, Event
from boards.views.card_answers import again, done
from boards.views.cards import cause_of, visible_card, whole

CLOSES = time(18, 0)  # a due date without a time ends with the working day


@signed_in
@require_POST
def title(request: PersonRequest, ref: str) -> HttpResponse:
    form = TitleForm(request.POST)
    if form.is_valid():
        refused = saved(request, ref, form, {"title": form.cleaned_data["title"]})
        return refused or done(request, ref, focus="title-edit")
    return again(request, ref, "title", {"title": form})


@signed_in
@require_POST
def text(request: PersonRequest, ref: str) -> HttpResponse:
    card = visible_card(request.user, ref)
    form = TextForm(request.POST, is_task=not card.is_circular)
    if form.is_valid():
        return saved(request, ref, form, form.changes(), "text") or done(request, ref, focus="text-edit")
    return again(request, ref, "text", {"text": form})


def saved(
    request: PersonRequest, ref: str, form: PageForm, changes: dict[str, Any], part: str = "title"
) -> HttpResponse | None:
    """Edit the card, or answer with the form: nothing typed is lost, nothing newer is overwritten unseen."""
    card = visible_card(request.user, ref)
    try:
        actions.edit_card(
            cause=cause_of(request), card=card, changes=changes, version=form.cleaned_data["version"]
        )
    except Stale:
        seen = form.cleaned_data["version"]
        form.data = {**form.cleaned_data, "version": card.version}
        form.add_error(None, newer(card, seen, set(changes)))
        theirs = card.title if part == "title" else card.description
        return again(request, ref, part, {part: form, "theirs": theirs}, status=Stale.status)
    except Invalid as refusal:
        form.refuse(refusal)
        return again(request, ref, part, {part: form})
    return None


def newer(card: Card, seen: int, fields: set[str]) -> str:
    """Who changed one of these fields after the version the person saw."""
    later = Event.objects.filter(card=card, kind=CardEdited.kind, card_version__gt=seen).select_related("actor")
    touched = (each for each in later.order_by("-seq") if fields & set(each.data["changes"]))
    who = next((each.actor.name for each in touched if each.actor), _("Somebody"))
    return _("%(who)s changed this while you were writing. Both texts are here: save yours, or keep theirs.") % {
        "who": who
    }


def _choice(name: str, choices: list[str]) -> Callable[[PersonRequest], str]:
    def read(request: PersonRequest) -> str:
        value = request.POST.get("value", "")
        if value not in choices:
            known = {"name": name, "choices": ", ".join(choices)}
            raise Invalid.field(name, _("%(name)s is one of %(choices)s.") % known, "invalid_choice")
        return value

    return read


def _value(request: PersonRequest) -> int | None:
    number = whole(request.POST, "value")
    if number is not None and not 1 <= number <= 5:
        raise Invalid.field("value", _("A value is 1 to 5."))
    return number


def _due(request: PersonRequest) -> datetime | None:
    text = request.POST.get("value", "")
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid.field("due_at", _("Write the date as 2026-11-24."))
    return datetime.combine(day, CLOSES, ZoneInfo(request.user.time_zone)) if day else None


FIELDS: dict[str, Callable[[PersonRequest], Any]] = {
    "priority": _choice("priority", Card.Priority.values),
    "kind": _choice("kind", Card.Kind.values),
    "value": _value,
    "due_at": _due,
}


@signed_in
@require_POST
def field(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """Set one property to the `value` that was chosen."""
    if name not in FIELDS:
        raise NotFound
    card = visible_card(request.user, ref)
    actions.edit_card(cause=cause_of(request), card=card, changes={name: FIELDS[name](request)})
    return done(request, ref)
