"""The stages of an initiative: planned one after the other, started, warned of, over."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.lock import lock_board
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses.actions.draft import clean_budget
from hypotheses.face import stamp
from timeboxes.clock import CLOCK_FIELDS, set_running
from timeboxes.events import (
    StageChanged,
    StageGateOpened,
    StagePlanned,
    StageRemoved,
    StageStarted,
)
from timeboxes.models import Clocked, Initiative, Stage

FIELDS = ("name", "budget", "asks", "proof")
TEXT_LENGTH, NAME_LENGTH = 4_000, 120
MOST = 20
GATE_FIELDS = ("gate_reason", "gate_opened_at")


class StageBegun(Conflict):
    code = "stage_begun"
    title = noop("The stage has begun")
    sentence = noop("A stage that has begun keeps its name and its budget; its gate decides.")


def add_stage(*, cause: Cause, initiative: Initiative, **fields: Any) -> Stage:
    """A further stage after the last one."""
    with transaction.atomic():
        board = lock_board(initiative.board_id, cause.actor, Verb.STEER)
        return add_stage_for(board, initiative, fields, cause)


def add_stage_for(board: Board, initiative: Initiative, fields: dict[str, Any], cause: Cause) -> Stage:
    """The caller holds the lock."""
    places = list(initiative.stages.values_list("position", flat=True))
    if len(places) >= MOST:
        raise Invalid.field("stages", _("An initiative has at most %(most)s stages.") % {"most": MOST})
    clean = _clean(board, {"asks": "", "proof": None, "name": "", "budget": None, **fields})
    stage = Stage.objects.create(
        initiative=initiative,
        position=max(places, default=-1) + 1,
        original_budget_minutes=clean["budget_minutes"],
        calendar=board.calendar(),
        created_at=cause.at,
        **clean,
    )
    record(board, StagePlanned(**of(stage), budget_minutes=stage.budget_minutes), cause)
    return stage


def change_stage(*, cause: Cause, stage: Stage, changes: dict[str, Any]) -> Stage:
    """Before it begins all of it; while it runs what its gate asks for and which card proves it."""
    with transaction.atomic():
        board, stage = lock_stage(stage, cause)
        begun = stage.state != Clocked.State.PLANNED
        if (begun and set(changes) & {"name", "budget"}) or stage.state == Clocked.State.CLOSED:
            raise StageBegun
        clean = _clean(board, changes)
        new = {field: value for field, value in clean.items() if getattr(stage, field) != value}
        if not new:
            return stage
        for field, value in new.items():
            setattr(stage, field, value)
        stage.original_budget_minutes = stage.budget_minutes if not begun else stage.original_budget_minutes
        stage.save(update_fields=[*new, "original_budget_minutes"])
        said = {field: value.ref if isinstance(value, Card) else value for field, value in new.items()}
        record(board, StageChanged(**of(stage), changes=said), cause)
    return stage


def remove_stage(*, cause: Cause, stage: Stage) -> None:
    with transaction.atomic():
        board, stage = lock_stage(stage, cause)
        if stage.state != Clocked.State.PLANNED:
            raise StageBegun
        record(board, StageRemoved(**of(stage)), cause)
        stage.delete()


def start_stage(*, cause: Cause, stage: Stage) -> Stage:
    """Open its time-box. One stage of an initiative runs at a time, and they come in order."""
    with transaction.atomic():
        board, stage = lock_stage(stage, cause)
        if stage.state != Clocked.State.PLANNED:
            raise StageBegun
        if (
            stage.initiative.stages.filter(position__lt=stage.position)
            .exclude(state=Clocked.State.CLOSED)
            .exists()
        ):
            raise Conflict(_("An earlier stage comes first; its gate opens the next one."))
        start_for(board, stage, cause)
    return stage


def start_for(board: Board, stage: Stage, cause: Cause) -> None:
    """With the calendar of today; the caller holds the lock."""
    stage.calendar = board.calendar()
    set_running(stage, cause.at)
    stage.save(update_fields=["calendar", *CLOCK_FIELDS])
    due = stamp(stage.due_at) or ""
    record(board, StageStarted(**of(stage), budget_minutes=stage.budget_minutes, due_at=due), cause)


def gate_on_proof(board: Board, card: Card, reason: str, cause: Cause) -> None:
    """The card that proves a running stage has its answer: the stage's gate opens before its time is up."""
    stage = Stage.objects.select_related("initiative").filter(proof=card, state=Clocked.State.RUNNING).first()
    if stage is None or stage.gate_opened_at is not None or stage.is_over(cause.at):
        return
    stage.gate_reason, stage.gate_opened_at = reason, cause.at
    stage.save(update_fields=list(GATE_FIELDS))
    record(board, StageGateOpened(**of(stage), reason=reason), cause)


def of(stage: Stage) -> dict[str, Any]:
    """How facts name a stage."""
    initiative = stage.initiative
    return {"initiative": initiative.pk, "name": initiative.name, "stage": stage.pk, "stage_name": stage.name}


def lock_stage(stage: Stage, cause: Cause, verb: Verb = Verb.STEER) -> tuple[Board, Stage]:
    board = lock_board(stage.initiative.board_id, cause.actor, verb)
    fresh = Stage.objects.select_related("initiative", "calendar", "proof").filter(pk=stage.pk).first()
    if fresh is None:
        raise NotFound(_("That stage has been removed."))
    return board, fresh


def _clean(board: Board, fields: dict[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for field, value in fields.items():
        if field not in FIELDS:
            raise Invalid.field(field, f"A stage has no field {field}.", "unknown_field")
        if field == "budget":
            clean["budget_minutes"] = clean_budget(board, value)
            if not clean["budget_minutes"]:
                raise Invalid.field("budget", _('Give the stage a budget such as "1w" or "12w".'), "required")
        elif field == "proof":
            clean["proof"] = _proof(board, value)
        else:
            clean[field] = _text(field, value)
    return clean


def _text(field: str, text: str) -> str:
    clean = (text or "").replace("\x00", "").strip()
    most = NAME_LENGTH if field == "name" else TEXT_LENGTH
    if len(clean) > most or (field == "name" and not clean):
        length = number_format(most, force_grouping=True)
        raise Invalid.field(field, _("Write 1 to %(most)s characters.") % {"most": length})
    return clean


def _proof(board: Board, ref: str | None) -> Card | None:
    if not ref:
        return None
    card = board.cards.open().exclude(kind=Card.Kind.TASK).filter(ref=ref.strip().upper()).first()
    if card is None:
        said = {"card": ref, "board": board.key}
        unknown = _("%(card)s is no hypothesis or exploration of %(board)s.") % said
        raise Invalid.field("proof", unknown, "unknown")
    return card
