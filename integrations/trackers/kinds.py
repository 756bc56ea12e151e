"""The adapter of a connection, with its secret opened for as long as it is needed."""

from __future__ import annotations

from accounts.sealing import SealBroken, unseal
from integrations.models import TrackerConnection
from integrations.trackers import told
from integrations.trackers.adapter import Access, Tracker, TrackerAuth
from integrations.trackers.mlflow import MLflow
from integrations.trackers.wandb import WandB

ADAPTERS: dict[str, type[MLflow] | type[WandB]] = {
    TrackerConnection.Kind.MLFLOW: MLflow,
    TrackerConnection.Kind.WANDB: WandB,
}


def tracker_of(connection: TrackerConnection) -> Tracker:
    return ADAPTERS[connection.kind](access_of(connection))


def access_of(connection: TrackerConnection) -> Access:
    return Access(
        base_url=connection.base_url,
        public_url=connection.public_url,
        auth=connection.auth,
        username=connection.username,
        secret=_secret(connection),
        workspace=connection.workspace,
        wanted=tuple(connection.experiments),
    )


def _secret(connection: TrackerConnection) -> str:
    try:
        return unseal(connection.sealed_secret) if connection.sealed_secret else ""
    except SealBroken:
        raise TrackerAuth(told.SEALED_SHUT, told.KEY_HAS_CHANGED) from None
