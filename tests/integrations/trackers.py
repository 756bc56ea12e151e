"""Tracker connections of the tests' team, made by actions."""

from __future__ import annotations

from typing import Any

from boards.models import Card
from hypotheses.models import Run
from integrations.actions import add_tracker, attach_tracked
from integrations.models import TrackerConnection
from integrations.trackers.adapter import Seen
from integrations.trackers.sync import sync
from tests.world import World

SOMEWHERE = "http://127.0.0.1:5000"


def connect(world: World, base_url: str = SOMEWHERE, name: str = "Our MLflow", **more: Any) -> TrackerConnection:
    given = {"kind": "mlflow", "name": name, "base_url": base_url, **more}
    return add_tracker(actor=world.ada, team=world.team, at=world.at, **given)


def tracked(world: World, connection: TrackerConnection, card: Card, **more: Any) -> Run:
    """A run that somebody attached by its address."""
    fields = {"run_id": "ab" * 16, "url": f"{connection.base_url}/#/experiments/1/runs/{'ab' * 16}", **more}
    seen = Seen(**{"status": "finished", "metrics": {"val.auc": 0.9}, "started_at": world.at, **fields})
    return attach_tracked(cause=world.by(), card=card, connection=connection, seen=seen)[0]


def tick(world: World, connection: TrackerConnection, **later: float) -> TrackerConnection:
    """Let time pass, and the worker come by."""
    world.later(**(later or {"minutes": 2}))
    connection.refresh_from_db()
    sync(connection, world.at)
    connection.refresh_from_db()
    return connection
