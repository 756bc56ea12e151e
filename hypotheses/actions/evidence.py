"""Adding evidence: a run pushed from a script, a report, a link."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_boards_for_clock, lock_card, reread
from boards.events import Cause, Fact, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.evaluate import suggest
from hypotheses.actions.rounds import NotResearch, latest_round
from hypotheses.events import EvidenceAdded, EvidenceChanged
from hypotheses.models import Round, Run
from hypotheses.results import counts
from hypotheses.run_fields import check_fields, check_lengths
from hypotheses.words import as_stored


def add_run(
    *, cause: Cause, card: Card, source: str = "push", external_id: str = "", **fields: Any
) -> tuple[Run, bool]:
    """Add evidence to the card's newest round; returns it and whether it is new.

    The same (source, external id) again changes the run, and records nothing when nothing differs.
    """
    check_fields(fields)
    check_lengths({"source": source, "external_id": external_id, **fields})
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = _round_for(card, cause)
        external_id = external_id or uuid.uuid4().hex
        known = Run.objects.filter(card=card, source=source, external_id=external_id).first()
        if known is not None:
            return _change(board, card, known, fields, cause), False
        run = _create(card, round_, source, external_id, fields, cause)
        _record(board, card, run, True, cause)
    return run, True


def receive_runs(
    *, cause: Cause, card: Card, source: str, runs: Mapping[str, dict[str, Any]]
) -> dict[str, tuple[Run, bool]]:
    """Runs of one card as their tracker tells them, by external id; returns each with whether it is new.

    An admin has connected the tracker, so it needs no rights of its own. The rows come first, then one evaluation
    and a fact for each run that is new or differs.
    """
    for fields in runs.values():
        check_fields(fields)
    with transaction.atomic():
        board = lock_boards_for_clock([card.board_id]).get(card.board_id)
        if board is None:
            raise NotFound
        card = reread(card)
        if card.board_id != board.pk:
            raise NotFound(_("%(ref)s moved to another board meanwhile.") % {"ref": card.ref})
        round_ = _round_for(card, cause)
        rows = Run.objects.filter(card=card, source=source, external_id__in=runs).select_related("round")
        known = {run.external_id: run for run in rows}
        changed = {run.external_id: (run, False) for run in rows if _differs(run, runs[run.external_id])}
        for external_id in [name for name in runs if name not in known]:
            run = _create(card, round_, source, external_id, runs[external_id], cause)
            changed[external_id] = (run, True)
        _record_all(board, card, [changed[name] for name in runs if name in changed], cause)
        return {**{name: (run, False) for name, run in known.items()}, **changed}


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


def _create(card: Card, round_: Round, source: str, external_id: str, fields: dict[str, Any], cause: Cause) -> Run:
    run = Run.objects.create(
        card=card,
        round=round_,
        source=source,
        external_id=external_id,
        first_seen=cause.at,
        added_by=cause.actor if cause.actor.pk else None,
        **fields,
    )
    if run.designated:
        _undesignate_others(run)
    return run


def _change(board: Board, card: Card, run: Run, fields: dict[str, Any], cause: Cause) -> Run:
    if _differs(run, fields):
        _record(board, card, run, False, cause)
    return run


def _differs(run: Run, fields: dict[str, Any]) -> bool:
    """Store what differs; says whether anything did."""
    changed = [name for name, value in fields.items() if getattr(run, name) != value]
    for name in changed:
        setattr(run, name, fields[name])
    if changed:
        run.save(update_fields=changed)
    if "designated" in changed and run.designated:
        _undesignate_others(run)
    return bool(changed)


def _undesignate_others(run: Run) -> None:
    Run.objects.filter(round_id=run.round_id, designated=True).exclude(pk=run.pk).update(designated=False)


def _record(board: Board, card: Card, run: Run, new: bool, cause: Cause) -> None:
    _record_all(board, card, [(run, new)], cause)


def _record_all(board: Board, card: Card, changed: list[tuple[Run, bool]], cause: Cause) -> None:
    """A concluded round keeps its suggestion; a late run is shown and changes nothing."""
    if not changed:
        return
    rounds = {run.round_id: run.round for run, _ in changed}
    current = next((each for each in rounds.values() if each.state != Round.State.CONCLUDED), None)
    save_card(card, cause, face=suggest(card, current)[1] if current else {"runs": card.runs.count()})
    for run, new in changed:
        record(board, _fact(run, rounds[run.round_id], new), cause, card=card)
    if current:
        hooks.evaluated(board, card, current, cause)


def _fact(run: Run, round_: Round, new: bool) -> Fact:
    with as_stored():
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
        "remarks": [remark["text"] for remark in run.remarks],
        "suggested": round_.suggested,
        "reason": round_.reason,
    }
    if new:
        return EvidenceAdded(evidence=run.kind, url=run.url, **shared)
    return EvidenceChanged(designated=run.designated, **shared)
