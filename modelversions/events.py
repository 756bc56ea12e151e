"""Facts of models: facts of the board, since a version is made by many cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class OfVersion:
    """Which version a fact is about."""

    version_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ModelMetricSet(Fact):
    """The primary metric, its direction or the natural baseline changed; `changes` holds the new values."""

    kind = "model.metric_set"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ModelAdded(OfVersion, Fact):
    """A model version was planned, or written down."""

    kind = "model.added"
    model_kind: str
    state: str
    cards: list[str]


@dataclass(frozen=True, kw_only=True)
class ModelChanged(OfVersion, Fact):
    """Fields of a model version changed; `changes` holds the new values."""

    kind = "model.changed"
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ModelRemoved(OfVersion, Fact):
    """A model version was removed."""

    kind = "model.removed"


@dataclass(frozen=True, kw_only=True)
class ModelReleased(OfVersion, Fact):
    """A model version is live for a segment (empty: everybody); `replaces` is what was live there before."""

    kind = "model.released"
    segment: str
    replaces: str
    metrics: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class ModelRetired(OfVersion, Fact):
    """A model version is live nowhere any more."""

    kind = "model.retired"


@dataclass(frozen=True, kw_only=True)
class ModelProposed(Fact):
    """A model registry says that a version is live. Nothing changes until a person accepts it."""

    kind = "model.proposed"
    proposal: int
    alias: str
    registry_version: str
    segment: str


@dataclass(frozen=True, kw_only=True)
class ModelProposalSettled(Fact):
    """A person accepted what the registry had said, or put it aside."""

    kind = "model.proposal_settled"
    proposal: int
    alias: str
    registry_version: str
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class ModelRegistrySet(Fact):
    """Which registered model may propose what is live, or that none may any more (empty name)."""

    kind = "model.registry_set"
    registry_name: str
    live_alias: str
    new_secret: bool = False
