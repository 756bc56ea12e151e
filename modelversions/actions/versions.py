"""Model versions: written down, changed, removed. What is live, releases.py says."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.lock import lock_board
from boards.events import Cause, record
from boards.models import Board, Card
from modelversions.actions import clean
from modelversions.baseline import live_version, value_of
from modelversions.events import ModelAdded, ModelChanged, ModelRemoved
from modelversions.models import ModelVersion, Release, VersionCard

FIELDS = ("name", "kind", "state", "cards", *clean.PLAIN)
CHOICES = {"kind": ModelVersion.Kind.values, "state": ModelVersion.State.values}
BEFORE_LIVE = (ModelVersion.State.PLANNED, ModelVersion.State.BUILDING, ModelVersion.State.SHADOW)
MOST = 500


def add_version(*, cause: Cause, board: Board, name: str, **fields: Any) -> ModelVersion:
    """A version; what it is compared with is what is live now, unless something else is given."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        if board.model_versions.count() >= MOST:
            raise Invalid.field("name", _("A board has at most %(most)s model versions.") % {"most": MOST})
        new = {field: _clean(board, field, value) for field, value in fields.items() if field != "cards"}
        cards = clean.cards(board, fields.get("cards") or [])
        if new.get("state", BEFORE_LIVE[0]) not in BEFORE_LIVE:
            raise Invalid.field("state", _("A new version is planned, building or shadow; then it goes live."))
        live = live_version(board)
        new.setdefault("compared_value", value_of(board, live) if live else None)
        version = ModelVersion.objects.create(
            board=board,
            name=_free_name(board, name),
            author=cause.actor,
            created_at=cause.at,
            state_since=cause.at,
            **new,
        )
        _set_cards(version, cards)
        refs = [card.ref for card in cards]
        record(board, ModelAdded(**of(version), model_kind=version.kind, state=version.state, cards=refs), cause)
    return version


def change_version(*, cause: Cause, version: ModelVersion, changes: dict[str, Any]) -> ModelVersion:
    """Set the given fields. Unchanged values record nothing; live and retired have verbs of their own."""
    with transaction.atomic():
        board, version = lock_version(version, cause)
        old, new = _differences(board, version, changes)
        if "state" in new and (version.state not in BEFORE_LIVE or new["state"] not in BEFORE_LIVE):
            raise Conflict(_("Release the version, or retire it: live and retired are no plain fields."))
        if not new:
            return version
        for field, value in new.items():
            if field == "cards":
                _set_cards(version, value)
            else:
                setattr(version, field, value)
        if "state" in new:
            version.state_since = cause.at
        version.save()
        record(board, ModelChanged(**of(version), changes=_plain(new), previous=_plain(old)), cause)
    return version


def remove_version(*, cause: Cause, version: ModelVersion) -> None:
    """A version that is live stays until something else is."""
    with transaction.atomic():
        board, version = lock_version(version, cause)
        if Release.objects.filter(version=version, ended_at=None).exists():
            raise Conflict(_("%(version)s is live; retire it first.") % {"version": version.name})
        record(board, ModelRemoved(**of(version)), cause)
        version.delete()


def of(version: ModelVersion) -> dict[str, Any]:
    """How facts name a version."""
    return {"version_id": version.pk, "name": version.name}


def lock_version(version: ModelVersion, cause: Cause) -> tuple[Board, ModelVersion]:
    board = lock_board(version.board_id, cause.actor, Verb.WRITE_CARD)
    fresh = ModelVersion.objects.filter(pk=version.pk).first()
    if fresh is None:
        raise NotFound(_("That version has been removed."))
    return board, fresh


def _differences(
    board: Board, version: ModelVersion, changes: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for field, value in changes.items():
        wanted = _clean(board, field, value, version)
        now = _cards_of(version) if field == "cards" else getattr(version, field)
        if wanted != now:
            old[field], new[field] = now, wanted
    return old, new


def _clean(board: Board, field: str, value: Any, version: ModelVersion | None = None) -> Any:
    if field not in FIELDS:
        raise Invalid.field(field, f"A model version has no field {field}.", "unknown_field")
    if field in CHOICES:
        if value not in CHOICES[field]:
            raise Invalid.field(field, f"{field} is one of {', '.join(CHOICES[field])}.", "invalid_choice")
        return value
    if field == "name":
        return _free_name(board, value, version)
    if field == "cards":
        return sorted(clean.cards(board, value or []), key=lambda card: card.pk)
    return clean.plain(field, value)


def _free_name(board: Board, name: str, but: ModelVersion | None = None) -> str:
    wanted = clean.text("name", name, required=True)
    taken = board.model_versions.filter(name__iexact=wanted)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise Invalid.field("name", _("There is a version %(version)s already.") % {"version": wanted}, "taken")
    return wanted


def _cards_of(version: ModelVersion) -> list[Card]:
    made = version.made_by.select_related("card").order_by("card_id")
    return [each.card for each in made]


def _set_cards(version: ModelVersion, cards: list[Card]) -> None:
    version.made_by.all().delete()
    VersionCard.objects.bulk_create([VersionCard(version=version, card=card) for card in cards])


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {name: [card.ref for card in value] if name == "cards" else value for name, value in values.items()}
