"""What a tracker says of runs becomes evidence, the same way as pushed runs; from the gate on it is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from boards.actions.lock import lock_boards_for_clock
from boards.events import Cause
from boards.models import Card
from hypotheses.actions import add_run, receive_runs
from hypotheses.models import Criterion, Round, Run
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers.adapter import Seen, fitting
from integrations.trackers.remarks import GONE, drift, remarks

ORIGIN = "tracker"
FREE = (Round.State.DRAFT, Round.State.TESTING, Round.State.IN_REVIEW)


def attach_tracked(
    *, cause: Cause, card: Card, connection: TrackerConnection, seen: Seen, title: str = ""
) -> tuple[Run, bool]:
    """A person names a run by its address. One that is on the card already is read again."""
    with transaction.atomic():
        known = _tracked(connection, card, [seen]).get(seen.run_id)
        if known is not None and known.is_frozen:
            return receive_tracked(connection=connection, card=card, seen=[seen], at=cause.at)[seen.run_id]
        fields = _Reading(connection, card, [seen]).fields(seen, known)
        if title:
            fields["title"] = title
        run, new = add_run(cause=cause, card=card, source=connection.kind, external_id=seen.run_id, **fields)
        _track(connection, run, seen, known.parent if known else "", cause.at)
    return run, new


def receive_tracked(
    *,
    connection: TrackerConnection,
    card: Card,
    seen: Sequence[Seen],
    at: datetime,
    parent: str = "",
    at_gate: bool = False,
) -> dict[str, tuple[Run, bool]]:
    """What was found or read again, of one card; returns the runs by id, with whether each is new.

    A frozen run keeps its values: what differs becomes a remark. `at_gate` is the reading that freezes.
    """
    with transaction.atomic():
        lock_boards_for_clock([card.board_id])
        reading, known = _Reading(connection, card, seen), _tracked(connection, card, seen)
        runs = {each.run_id: reading.fields(each, known.get(each.run_id), parent) for each in seen}
        made = receive_runs(cause=_cause(connection, at), card=card, source=connection.kind, runs=runs)
        for each in seen:
            before = known.get(each.run_id)
            tracked = _track(
                connection, made[each.run_id][0], each, parent or (before.parent if before else ""), at
            )
            if at_gate and tracked.frozen_at is None and tracked.run.round.state == Round.State.GATED:
                tracked.frozen_at = at
                tracked.save(update_fields=["frozen_at"])
    return made


def note_gone(*, connection: TrackerConnection, tracked: TrackedRun, at: datetime) -> None:
    """The tracker does not have the run any more."""
    run = tracked.run
    if GONE not in run.remarks:
        fields = {"remarks": [*run.remarks, GONE]}
        runs = {run.external_id: fields}
        receive_runs(cause=_cause(connection, at), card=run.card, source=run.source, runs=runs)
    TrackedRun.objects.filter(pk=tracked.pk).update(read_at=at)


def thaw_tracked(*, connection: TrackerConnection) -> None:
    """A round that went on after its gate is tested further: its runs may change again."""
    frozen = TrackedRun.objects.filter(connection=connection, frozen_at__isnull=False, run__round__state__in=FREE)
    TrackedRun.objects.filter(pk__in=list(frozen.values_list("pk", flat=True))).update(frozen_at=None)


@dataclass
class _Reading:
    """What is the same for all runs of one card that are read at once."""

    connection: TrackerConnection
    card: Card
    seen: Sequence[Seen]

    def __post_init__(self) -> None:
        newest = Round.objects.of(self.card).first()
        criteria = Criterion.objects.filter(round=newest, mode=Criterion.Mode.METRIC) if newest else None
        self.named = list(criteria.values_list("metric", flat=True)) if criteria is not None else []
        self.baseline = self._dataset_of(newest.baseline_run) if newest and newest.baseline_run else None

        ids = [each.run_id for each in self.seen]
        titled = Run.objects.filter(card=self.card, source=self.connection.kind, external_id__in=ids)
        self.titled = set(titled.exclude(title="").values_list("external_id", flat=True))

    def _dataset_of(self, external_id: str) -> str | None:
        runs = Run.objects.filter(card=self.card, external_id=external_id)
        return runs.values_list("dataset", flat=True).first()

    def fields(self, seen: Seen, known: TrackedRun | None, parent: str = "") -> dict[str, Any]:
        metrics = fitting(seen.metrics, self.named)
        parent = parent or (known.parent if known else "")
        said = remarks(seen, parent=parent, baseline_dataset=self.baseline)
        if known is not None and known.is_frozen:
            later = drift(known.run, seen, metrics, tagged=known.is_tagged, ref=self.card.ref)
            return {"remarks": [*said, *later]}
        fields = {
            "kind": Run.Kind.RUN,
            "title": seen.title,
            "status": seen.status,
            "started_at": seen.started_at,
            "ended_at": seen.ended_at,
            "metrics": metrics,
            "params": seen.params,
            "git": seen.git,
            "dataset": seen.dataset,
            "seed": seen.seed,
            "url": seen.url[:1000],
            "remarks": said,
        }
        if seen.run_id in self.titled:
            del fields["title"]  # somebody may have given it a better name
        return fields


def _cause(connection: TrackerConnection, at: datetime) -> Cause:
    """No person did it; the event names the kind of tracker."""
    return Cause(actor=Person(username=connection.get_kind_display()), at=at, origin=ORIGIN)


def _tracked(connection: TrackerConnection, card: Card, seen: Sequence[Seen]) -> dict[str, TrackedRun]:
    ids = [each.run_id for each in seen]
    rows = TrackedRun.objects.filter(connection=connection, run__card=card, external_id__in=ids)
    return {row.external_id: row for row in rows.select_related("run__round")}


def _track(connection: TrackerConnection, run: Run, seen: Seen, parent: str, at: datetime) -> TrackedRun:
    """A run that was pushed before becomes one that is followed."""
    tagged = run.card.ref in seen.refs
    tracked, new = TrackedRun.objects.select_related("run__round").get_or_create(
        run=run,
        defaults={
            "connection": connection,
            "external_id": seen.run_id,
            "parent": parent,
            "is_tagged": tagged,
            "read_at": at,
        },
    )
    if not new:
        tracked.parent, tracked.read_at = parent, at
        tracked.is_tagged = tracked.is_tagged or tagged
        tracked.save(update_fields=["parent", "read_at", "is_tagged"])
    return tracked
