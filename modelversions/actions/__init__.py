"""The only writers of models."""

from modelversions.actions.metric import set_primary_metric
from modelversions.actions.registry import propose_release, remove_registry, set_registry, settle_proposal
from modelversions.actions.releases import release_version, retire_version
from modelversions.actions.versions import add_version, change_version, remove_version

__all__ = [
    "add_version",
    "change_version",
    "propose_release",
    "release_version",
    "remove_registry",
    "remove_version",
    "retire_version",
    "set_primary_metric",
    "set_registry",
    "settle_proposal",
]
