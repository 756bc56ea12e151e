"""Every row that belongs to a team, as one number per table: what must not change, does not."""

from __future__ import annotations

import hashlib
from functools import cache

from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from accounts.models import ApiToken, Person, Team
from cadence.models import CalendarFeed

ROOMS = ("accounts", "boards", "hypotheses", "timeboxes", "modelversions", "cadence")
NOT_FOLLOWED = (Person,)


def fingerprint(team: Team) -> dict[str, str]:
    """Of each table that leads to the team."""
    return {model.__name__: _digest(model, path, team) for model, path in paths()}


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


def _digest(model: type[Model], path: str, team: Team) -> str:
    rows = model._default_manager.filter(**{path: team.pk}).order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]
