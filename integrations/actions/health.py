"""How a connection does: what the last try came to, when the next one is due, who is reading it now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from integrations.models import TrackerConnection
from integrations.trackers.adapter import TrackerError

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
LEASE = timedelta(seconds=60)


def take_turn(*, connection: TrackerConnection, at: datetime) -> bool:
    """One reader at a time: whoever sets the lease reads; a lease whose holder died runs out."""
    free = TrackerConnection.objects.filter(pk=connection.pk).filter(Q(lease_until=None) | Q(lease_until__lte=at))
    return bool(free.update(lease_until=at + LEASE))


def give_up_turn(*, connection: TrackerConnection) -> None:
    TrackerConnection.objects.filter(pk=connection.pk).update(lease_until=None)


def note_success(*, connection: TrackerConnection, at: datetime, said: str = "") -> None:
    """It answered: the next try is as usual."""
    fresh = {
        "state": TrackerConnection.State.OK,
        "hint": "",
        "failing_since": None,
        "failures": 0,
        "last_ok_at": at,
        "next_try_at": None,
        **({"said": said[:300]} if said or connection.is_failing else {}),
    }
    _write(connection, fresh)


def note_failure(*, connection: TrackerConnection, error: TrackerError, at: datetime) -> None:
    """It did not: each further failure doubles the pause, up to an hour."""
    pause = min(FIRST_PAUSE * 2 ** min(connection.failures, 10), LONGEST_PAUSE)
    _write(
        connection,
        {
            "state": error.state,
            "said": error.sentence[:300],
            "hint": error.hint[:500],
            "failing_since": connection.failing_since or at,
            "failures": connection.failures + 1,
            "next_try_at": at + pause,
        },
    )


def note_places(*, connection: TrackerConnection, places: list[str], at: datetime) -> None:
    _write(connection, {"places": places, "places_at": at})


def note_cursor(*, connection: TrackerConnection, cursor: dict[str, object], **more: object) -> None:
    """How far the search under way has come."""
    _write(connection, {"cursor": cursor, **more})


def _write(connection: TrackerConnection, fields: Mapping[str, object]) -> None:
    """Only these columns, and only where the connection still is as it was read: an admin's change wins."""
    for name, value in fields.items():
        setattr(connection, name, value)
    rows = TrackerConnection.objects.filter(
        pk=connection.pk, base_url=connection.base_url, sealed_secret=connection.sealed_secret
    )
    rows.update(**fields)
