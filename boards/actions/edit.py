"""Editing the fields of a card."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, Stale
from accounts.models import Person
from boards.actions.clean import CLEANERS
from boards.actions.face import refresh_labels, refresh_people, save_card
from boards.actions.lock import lock_card
from boards.events import CardEdited, Cause, record
from boards.models import Board, Card, Event, Label
from boards.models.card import HUES

PLAIN_FIELDS = ("title", "description", "priority", "value", "weight", "due_at", "story", "kind")
LIST_FIELDS = ("assignees", "labels")


def edit_card(
    *, cause: Cause, card: Card, changes: dict[str, Any], version: int | None = None
) -> tuple[Card, bool]:
    """Set fields; unchanged values record nothing. Returns the card and whether it was merged.

    With an older `version`, edits to fields that nobody touched since are merged; otherwise `Stale`.
    """
    _refuse_unknown(changes)
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        merged = version is not None and version != card.version
        if merged:
            _refuse_overlap(card, set(changes), version or 0)
        _refuse_kind_change(card, changes.get("kind", card.kind))
        old, new = _differences(card, changes)
        if not new:
            return card, merged
        fields = _apply(board, card, new)
        save_card(card, cause, *fields, face={name: card.face[name] for name in LIST_FIELDS if name in new})
        record(board, CardEdited(changes=_plain(new), previous=_plain(old)), cause, card=card)
    return card, merged


def _refuse_kind_change(card: Card, kind: str) -> None:
    """A locked round has been registered for this kind of card."""
    current = card.face["round"]
    if kind != card.kind and current and current["locked_at"]:
        raise Conflict(_("%(card)s is locked; its kind can no longer change.") % {"card": card.ref})


def _refuse_unknown(changes: dict[str, Any]) -> None:
    for name in changes:
        if name not in (*PLAIN_FIELDS, *LIST_FIELDS):
            said = _("A card has no field %(name)s that can be edited.") % {"name": name}
            raise Invalid.field(name, said, "unknown_field")


def _refuse_overlap(card: Card, wanted: set[str], version: int) -> None:
    """Stale only if somebody changed one of the same fields after the version the client saw."""
    later = Event.objects.filter(card=card, kind=CardEdited.kind, card_version__gt=version)
    touched = {name for data in later.values_list("data", flat=True) for name in data["changes"]}
    if wanted & touched:
        said = _("%(card)s was changed meanwhile: %(fields)s.") % {
            "card": card.ref,
            "fields": ", ".join(sorted(wanted & touched)),
        }
        raise Stale(said, card=card.ref)


def _differences(card: Card, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    old, new = {}, {}
    for name, wanted in changes.items():
        value = CLEANERS[name](wanted) if name in CLEANERS else wanted
        now = _current(card, name)
        if value != now:
            old[name], new[name] = now, value
    return old, new


def _current(card: Card, name: str) -> Any:
    if name == "assignees":
        return [person["username"] for person in card.face["assignees"]]
    if name == "labels":
        return [label["name"] for label in card.face["labels"]]
    return getattr(card, name)


def _apply(board: Board, card: Card, new: dict[str, Any]) -> list[str]:
    if "assignees" in new:
        card.assignees.set(resolve_people(board, new["assignees"]))
        refresh_people(card)
    if "labels" in new:
        card.labels.set(resolve_labels(board, new["labels"]))
        refresh_labels(card)
    fields = [name for name in new if name in PLAIN_FIELDS]
    for name in fields:
        setattr(card, name, new[name])
    return fields


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def resolve_people(board: Board, usernames: list[str]) -> list[Person]:
    """The team's people of these names; a name that is not in the team is refused."""
    found = {
        person.username: person
        for person in Person.objects.filter(memberships__team_id=board.team_id, username__in=usernames)
    }
    for name in usernames:
        if name not in found:
            raise Invalid.field("assignees", _("%(name)s is not in the team.") % {"name": name}, "not_in_team")
    return list(found.values())


def resolve_labels(board: Board, names: list[str]) -> list[Label]:
    """The board's labels of these names, made where missing."""
    known = {label.name.lower(): label for label in board.labels.all()}
    for name in names:
        if name.lower() not in known:
            hue = HUES[len(known) % len(HUES)]
            known[name.lower()] = Label.objects.create(board=board, name=name, hue=hue)
    return list({known[name.lower()].pk: known[name.lower()] for name in names}.values())
