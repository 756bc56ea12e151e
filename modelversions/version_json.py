"""Models as the API shows them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from boards.models import Board
from modelversions.effects import effect_of
from modelversions.models import ModelVersion, PrimaryMetric, RegistryHook, Release, ReleaseProposal, VersionCard


def with_all(versions: QuerySet[ModelVersion]) -> QuerySet[ModelVersion]:
    live = Release.objects.filter(ended_at=None)
    return versions.select_related("board", "author").prefetch_related(
        Prefetch("made_by", VersionCard.objects.select_related("card").order_by("card_id")),
        Prefetch("releases", live, to_attr="live"),
    )


def primary_of(board: Board) -> PrimaryMetric | None:
    return PrimaryMetric.objects.filter(board=board).first()


def version_as_dict(version: ModelVersion, primary: PrimaryMetric | None) -> dict[str, Any]:
    effect = effect_of(version, primary)
    return {
        "id": version.pk,
        "board": version.board.key,
        "name": version.name,
        "kind": version.kind,
        "state": version.state,
        "state_since": version.state_since,
        "live_for": [each.segment for each in version.live],  # type: ignore[attr-defined]  # of the prefetch
        "cards": [each.card.ref for each in version.made_by.all()],
        "notes": version.notes,
        "metrics": version.metrics,
        "metric_value": version.metrics.get(primary.metric) if primary else None,
        "compared_value": version.compared_value,
        "shipped_value": version.shipped_value,
        "shipped_compared": version.shipped_compared,
        "research_effect": effect.research,
        "shipped_effect": effect.shipped,
        "shrinkage": effect.shrinkage,
        "registry_version": version.registry_version,
        "registry_url": version.registry_url,
        "author": version.author.username,
        "created_at": version.created_at,
    }


def metric_as_dict(primary: PrimaryMetric | None) -> dict[str, Any] | None:
    if primary is None:
        return None
    return {
        "metric": primary.metric,
        "direction": primary.direction,
        "baseline": primary.baseline,
        "baseline_value": primary.baseline_value,
    }


def proposal_as_dict(proposal: ReleaseProposal) -> dict[str, Any]:
    return {
        "id": proposal.pk,
        "alias": proposal.alias,
        "registry_version": proposal.registry_version,
        "segment": proposal.segment,
        "version": proposal.version_id,
        "received_at": proposal.received_at,
        "settled_at": proposal.settled_at,
        "accepted": proposal.accepted if proposal.settled_at else None,
    }


def hook_as_dict(hook: RegistryHook | None, address: str) -> dict[str, Any] | None:
    """Without the secret, which is shown once."""
    if hook is None:
        return None
    return {"registry_name": hook.registry_name, "live_alias": hook.live_alias, "url": address}
