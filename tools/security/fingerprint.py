"""Every row that belongs to a team, as one number per table: what must not change, does not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from accounts.models import ApiToken, AuditRecord, Person, Team
from boards.models import BoardLook, Presence, SavedView, SeenMark, Watch
from cadence.models import CalendarFeed

ROOMS = (
    "accounts",
    "boards",
    "hypotheses",
    "timeboxes",
    "modelversions",
    "webhooks",
    "cadence",
    "integrations",
)
NOT_FOLLOWED = (Person,)
# What somebody keeps for themselves on a board of the team: also who may only look is here, has seen something,
# watches a card, or has views that nobody else sees.
OWN: dict[type[Model], tuple[str, dict[str, bool]]] = {
    Presence: ("person", {}),
    SeenMark: ("person", {}),
    Watch: ("person", {}),
    BoardLook: ("person", {}),
    SavedView: ("author", {"shared": False}),
}
# Who takes a board away reads it, and is noted.
READ = "board.exported"


def fingerprint(team: Team, *, besides: Collection[str] = ()) -> dict[str, str]:
    """Of each table that leads to the team, without what these people, by username, keep for themselves."""
    return {model.__name__: _digest(model, path, team, besides) for model, path in paths()}


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name, digest in after.items() if before[name] != digest]


@cache
def paths() -> tuple[tuple[type[Model], str], ...]:
    """The shortest way from each table to a team, by foreign keys; a person's own things are not a team's."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    found: dict[type[Model], str] = {Team: "pk"}
    for _ in models:
        for model in models:
            if model in found or model in (ApiToken, CalendarFeed, *NOT_FOLLOWED):
                continue
            for key in _keys(model):
                if key.related_model in found:
                    further = found[key.related_model]
                    found[model] = key.name if further == "pk" else f"{key.name}__{further}"
                    break
    return tuple(found.items())


def _keys(model: type[Model]) -> list[ForeignKey[Model, Model]]:
    return [field for field in model._meta.get_fields() if isinstance(field, ForeignKey | OneToOneField)]


def _digest(model: type[Model], path: str, team: Team, besides: Collection[str]) -> str:
    rows = model._default_manager.filter(**{path: team.pk})
    if model is AuditRecord:
        rows = rows.exclude(kind=READ)
    if model in OWN:
        owner, private = OWN[model]
        rows = rows.exclude(**{f"{owner}__username__in": besides}, **private)
    return hashlib.sha256(repr(list(rows.order_by("pk").values_list())).encode()).hexdigest()[:16]
