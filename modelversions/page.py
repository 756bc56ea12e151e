"""What the page of models shows."""

from __future__ import annotations

from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from accounts.access import Verb, rights
from accounts.models import Person
from boards.models import Board
from modelversions.effects import effect_of
from modelversions.find import hook_of, hook_url
from modelversions.forms import MetricForm, RegistryForm, VersionForm
from modelversions.ladder import metric_ladder
from modelversions.models import ModelVersion, PrimaryMetric, ReleaseProposal
from modelversions.version_json import primary_of, with_all


def models_context(person: Person, board: Board, bound: dict[str, Any]) -> dict[str, Any]:
    """`bound` holds the form that came back with errors, by its name."""
    held, primary = rights(person, board.team_id), primary_of(board)
    manages, hook = Verb.CONFIGURE_BOARD in held, hook_of(board)
    versions = list(with_all(ModelVersion.objects.filter(board=board)).order_by("-created_at", "-pk"))
    wanted, typed = bound.get("version_form", (None, None))
    waiting = ReleaseProposal.objects.filter(board=board, settled_at=None).select_related("version")
    first = {name: getattr(primary, name) for name in MetricForm.base_fields} if primary else None
    named = {"registry_name": hook.registry_name, "live_alias": hook.live_alias} if hook else None
    return {
        "board": board,
        "section": "models",
        "writes": Verb.WRITE_CARD in held,
        "steers": Verb.STEER in held,
        "manages": manages,
        "primary": primary,
        "rows": [_row(each, primary, typed if each.pk == wanted else None) for each in versions],
        "ladder": metric_ladder(board),
        "proposals": list(waiting),
        "hook": hook if manages else None,
        "hook_url": hook_url(hook),
        "metric_form": MetricForm(initial=first),
        "registry_form": RegistryForm(initial=named),
        "new_version": VersionForm(auto_id="new-%s"),
        **{name: form for name, form in bound.items() if name != "version_form"},
    }


def _row(version: ModelVersion, primary: PrimaryMetric | None, typed: VersionForm | None) -> dict[str, Any]:
    effect = effect_of(version, primary)
    shrinkage = effect.shrinkage
    return {
        "version": version,
        "value": version.metrics.get(primary.metric) if primary else None,
        "research": _four_digits(effect.research),
        "shipped": _four_digits(effect.shipped),
        "kept": None if shrinkage is None else round(100 * (1 - shrinkage)),
        "segments": [each.segment or _("everybody") for each in version.live],  # type: ignore[attr-defined]
        "cards": [each.card for each in version.made_by.all()],
        "is_live": version.state == ModelVersion.State.LIVE,
        "form": typed or VersionForm.of(version),
    }


def _four_digits(effect: float | None) -> str:
    return "" if effect is None else f"{effect:.4g}".replace(".", get_format("DECIMAL_SEPARATOR"))
