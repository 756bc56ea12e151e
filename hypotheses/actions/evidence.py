"""Adding evidence: a run pushed from a script, a report, a link."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from accounts.access import Verb
from accounts.errors import Invalid, NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, Fact, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.evaluate import suggest
from hypotheses.actions.rounds import NotResearch, latest_round
from hypotheses.events import EvidenceAdded, EvidenceChanged
from hypotheses.models import Round, Run
from hypotheses.results import counts

FIELDS = (
    "kind",
    "title",
    "status",
    "started_at",
    "ended_at",
    "metrics",
    "params",
    "git",
    "dataset",
    "seed",
    "url",
    "designated",
)
# Of the columns: a longer text would be an error of the database.
LENGTHS = {"source": 40, "external_id": 200, "title": 200, "git": 200, "dataset": 200, "seed": 60, "url": 1000}
MOST_METRICS = 1_000
NAME_LENGTH = 250


def add_run(
    *, cause: Cause, card: Card, source: str = "push", external_id: str = "", **fields: Any
) -> tuple[Run, bool]:
    """Add evidence to the card's newest round; returns it and whether it is new.

    The same (source, external id) again changes the run, and records nothing when nothing differs.
    """
    _check(fields)
    _check_lengths({"source": source, "external_id": external_id, **fields})
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = _round_for(card, cause)
        external_id = external_id or uuid.uuid4().hex
        known = Run.objects.filter(card=card, source=source, external_id=external_id).first()
        if known is not None:
            return _change(board, card, known, fields, cause), False
        run = Run.objects.create(
            card=card,
            round=round_,
            source=source,
            external_id=external_id,
            first_seen=cause.at,
            added_by=cause.actor,
            **fields,
        )
        if run.designated:
            _undesignate_others(run)
        _record(board, card, run, True, cause)
    return run, True


def designate_run(*, cause: Cause, run: Run) -> Run:
    """Name the run that decides under the policy `designated`."""
    with transaction.atomic():
        board, card = lock_card(run.card, cause.actor, Verb.WRITE_CARD)
        fresh = Run.objects.select_related("round").filter(pk=run.pk).first()
        if fresh is None:
            raise NotFound
        return _change(board, card, fresh, {"designated": True}, cause)


def _round_for(card: Card, cause: Cause) -> Round:
    if not card.is_circular:
        raise NotResearch
    newest = latest_round(card)
    return newest or Round.objects.create(card=card, n=1, author=card.author, created_at=cause.at)


def _change(board: Board, card: Card, run: Run, fields: dict[str, Any], cause: Cause) -> Run:
    changed = [name for name, value in fields.items() if getattr(run, name) != value]
    if not changed:
        return run
    for name in changed:
        setattr(run, name, fields[name])
    run.save(update_fields=changed)
    if "designated" in changed and run.designated:
        _undesignate_others(run)
    _record(board, card, run, False, cause)
    return run


def _undesignate_others(run: Run) -> None:
    Run.objects.filter(round_id=run.round_id, designated=True).exclude(pk=run.pk).update(designated=False)


def _record(board: Board, card: Card, run: Run, new: bool, cause: Cause) -> None:
    """A concluded round keeps its suggestion; a late run is shown and changes nothing."""
    round_ = run.round
    if round_.state == Round.State.CONCLUDED:
        save_card(card, cause, face={"runs": card.runs.count()})
    else:
        _, face = suggest(card, round_)
        save_card(card, cause, face=face)
    record(board, _fact(run, round_, new), cause, card=card)
    if round_.state != Round.State.CONCLUDED:
        hooks.evaluated(board, card, round_, cause)


def _fact(run: Run, round_: Round, new: bool) -> Fact:
    counting, why = counts(round_, run)
    shared: dict[str, Any] = {
        "run": run.pk,
        "n": round_.n,
        "source": run.source,
        "external_id": run.external_id,
        "status": run.status,
        "metrics": run.metrics,
        "counts": counting,
        "why": why,
        "suggested": round_.suggested,
        "reason": round_.reason,
    }
    if new:
        return EvidenceAdded(evidence=run.kind, url=run.url, **shared)
    return EvidenceChanged(designated=run.designated, **shared)


def _check(fields: dict[str, Any]) -> None:
    for name in fields:
        if name not in FIELDS:
            raise Invalid.field(name, f"A run has no field {name}.", "unknown_field")
    metrics = fields.get("metrics") or {}
    if len(metrics) > MOST_METRICS:
        raise Invalid.field("metrics", f"Send at most {MOST_METRICS:,} metrics.")
    for name, value in metrics.items():
        _check_metric(name, value)


def _check_lengths(given: dict[str, Any]) -> None:
    for name, most in LENGTHS.items():
        if len(str(given.get(name) or "")) > most:
            raise Invalid.field(name, f"Keep it to {most} characters.", "too_long")


def _check_metric(name: str, value: Any) -> None:
    """A text such as "NaN" is kept as it came: it is unknown, never a pass."""
    if not name.strip() or len(name) > NAME_LENGTH:
        raise Invalid.field("metrics", f"A metric's name has 1 to {NAME_LENGTH} characters.")
    if isinstance(value, bool) or not (value is None or isinstance(value, int | float | str)):
        raise Invalid.field(f"metrics.{name}", "A metric is a number.")
    if isinstance(value, str) and len(value) > 100:
        raise Invalid.field(f"metrics.{name}", "A metric is a number.")
