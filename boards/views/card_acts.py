"""Small acts on an opened card: a press of a button, no text that could be lost."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in
from boards import actions
from boards.events import Cause
from boards.models import Card
from boards.rules import LaneRuleBroken
from boards.views.card_answers import done, is_htmx
from boards.views.cards import cause_of, lane_named, visible_card, whole


def _person(cause: Cause, card: Card, form: QueryDict) -> str:
    """Put a person on the card or take them off it."""
    names = {person["username"] for person in card.face["assignees"]} ^ {form.get("person", "")}
    actions.edit_card(cause=cause, card=card, changes={"assignees": sorted(names)})
    return ""


def _label(cause: Cause, card: Card, form: QueryDict) -> str:
    """Put a label on the card or take it off; a new one is made."""
    name = " ".join(form.get("label", "").split())
    if not name:
        raise Invalid.field("label", _("Name the label."), "required")
    worn = {label["name"].lower(): label["name"] for label in card.face["labels"]}
    names = set(worn.values()) - {worn[name.lower()]} if name.lower() in worn else {*worn.values(), name}
    actions.edit_card(cause=cause, card=card, changes={"labels": sorted(names)})
    return ""


def _block(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.block_card(cause=cause, card=card, reason=form.get("reason", ""))
    return _("%(ref)s is blocked") % {"ref": card.ref}


def _unblock(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.unblock_card(cause=cause, card=card)
    return _("%(ref)s can go on") % {"ref": card.ref}


def _archive(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.archive_card(cause=cause, card=card)
    return _("%(ref)s archived") % {"ref": card.ref}


def _trash(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.trash_card(cause=cause, card=card)
    return _("%(ref)s is in the trash for 30 days") % {"ref": card.ref}


def _restore(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.restore_card(cause=cause, card=card)
    return _("%(ref)s is back in %(lane)s") % {"ref": card.ref, "lane": card.lane.name.capitalize()}


def _watch(cause: Cause, card: Card, form: QueryDict) -> str:
    state = form.get("state", "")
    words = {
        "watch": _("You will hear of %(ref)s") % {"ref": card.ref},
        "mute": _("You will not hear of %(ref)s, whatever happens") % {"ref": card.ref},
        "default": _("You hear of %(ref)s as author or when it is yours") % {"ref": card.ref},
    }
    if state not in words:
        raise Invalid.field("state", _("watch, mute or default."), "invalid_choice")
    actions.watch_card(cause=cause, card=card, state=state)
    return words[state]


def _link(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.link_cards(cause=cause, card=card, target=_other(cause, form), kind=form.get("kind", ""))
    return ""


def _unlink(cause: Cause, card: Card, form: QueryDict) -> str:
    """From either end of the link."""
    ends = (card, _other(cause, form)) if form.get("way") != "in" else (_other(cause, form), card)
    actions.unlink_cards(cause=cause, card=ends[0], target=ends[1], kind=form.get("kind", ""))
    return ""


def _other(cause: Cause, form: QueryDict) -> Card:
    ref = form.get("target", "").strip().lstrip("#").upper()
    other = Card.objects.visible_to(cause.actor).filter(ref=ref).first()
    if other is None:
        raise Invalid.field("target", _("There is no card %(ref)s that you can see.") % {"ref": ref})
    return other


def _undo(cause: Cause, card: Card, form: QueryDict) -> str:
    actions.undo(cause=cause, board=card.board, seq=whole(form, "seq"))
    return _("Undone")


ACTS: dict[str, Callable[[Cause, Card, QueryDict], str]] = {
    "person": _person,
    "label": _label,
    "block": _block,
    "unblock": _unblock,
    "archive": _archive,
    "trash": _trash,
    "restore": _restore,
    "watch": _watch,
    "link": _link,
    "unlink": _unlink,
    "undo": _undo,
}


@signed_in
@require_POST
def act(request: PersonRequest, ref: str, verb: str) -> HttpResponse:
    if verb not in ACTS:
        raise NotFound
    card = visible_card(request.user, ref)
    return done(request, ref, said=ACTS[verb](cause_of(request), card, request.POST))


@signed_in
@require_POST
def lane(request: PersonRequest, ref: str) -> HttpResponse:
    """Move the card to a lane. What it lacks for that is told to the page, which opens the dialog for it."""
    card = visible_card(request.user, ref)
    target = lane_named(card.board_id, request.POST.get("lane", ""))
    place = actions.Place(lane=target, to=None if target.is_backlog else "top")
    try:
        actions.move_card(cause=cause_of(request), card=card, place=place)
    except LaneRuleBroken as broken:
        if not is_htmx(request):
            raise
        asks = {"ref": ref, "lane": target.pk, "errors": [error.as_dict() for error in broken.errors]}
        return done(request, ref, events={"card:asks": asks})
    return done(request, ref, said=_("%(ref)s moved to %(lane)s") % {"ref": ref, "lane": target.name.capitalize()})
