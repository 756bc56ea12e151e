"""Writing a round while it is a draft: parts, plans, forecast, budget and criteria."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.durations import DurationError, parse_duration
from accounts.errors import Conflict, Invalid, Stale
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.criteria import read_criteria, save_criteria
from hypotheses.actions.rounds import open_round
from hypotheses.events import RoundDrafted
from hypotheses.face import criteria_face, round_face
from hypotheses.models import Round, Run
from hypotheses.seen import CRITERIA, Compared, Prints, compare, print_of, print_of_criteria, prints_of

TEXTS = (*Round.PARTS, "plan_if_pass", "plan_if_fail")
FIELDS = (*TEXTS, "budget_minutes", "budget", "forecast", "run_policy", "baseline_run", "baseline_metrics")
FIELD_OF = {"budget": "budget_minutes"}
TEXT_LENGTH = 4_000


class Locked(Conflict):
    code = "locked"
    title = noop("Pre-registered")
    sentence = noop("This round is locked. Its text can no longer be edited; re-open it after the verdict.")


class ChangedByBoth(Stale):
    """Somebody else changed the same fields since the form was opened; `fields` names them."""

    code = "changed_by_both"

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        super().__init__(fields=sorted(compared.both))


def save_hypothesis(
    *,
    cause: Cause,
    card: Card,
    changes: dict[str, Any],
    criteria: list[dict[str, Any]] | None = None,
    seen: Prints | None = None,
) -> Round:
    """Set what is given of the open round; `criteria` replaces the whole list. Unchanged values record nothing.

    With the prints of what was `seen`, fields that only somebody else changed meanwhile stay as they are now;
    `ChangedByBoth` when both changed the same.
    """
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = open_round(card, cause)
        if round_.is_locked:
            raise Locked
        if seen is not None:
            changes, criteria = _mine(board, card, round_, changes, criteria, seen)
        changed = _set(board, card, round_, changes)
        if changed:
            round_.save(update_fields=changed)
        if criteria is not None and save_criteria(round_, criteria):
            changed.append("criteria")
        if changed:
            _record(board, card, round_, changed, cause)
    return round_


def _mine(
    board: Board,
    card: Card,
    round_: Round,
    changes: dict[str, Any],
    criteria: list[dict[str, Any]] | None,
    seen: Prints,
) -> tuple[dict[str, Any], list[dict[str, Any]] | None]:
    """Of what was sent, what its sender changed."""
    differing = changed_fields(board, card, round_, changes)
    mine = {name: print_of(value) for name, value in differing.items() if name in Round.TERMS}
    if criteria is not None and (now := print_of_criteria(read_criteria(criteria))) != prints_of(round_)[CRITERIA]:
        mine[CRITERIA] = now
    compared = compare(seen, mine, round_)
    if compared.both:
        raise ChangedByBoth(compared)
    kept = {name: value for name, value in changes.items() if FIELD_OF.get(name, name) not in compared.theirs}
    return kept, None if CRITERIA in compared.theirs else criteria


def _record(board: Board, card: Card, round_: Round, changed: list[str], cause: Cause) -> None:
    save_card(card, cause, face={"round": round_face(round_), "criteria": criteria_face(round_, None)})
    record(board, RoundDrafted(n=round_.n, changes=sorted(changed)), cause, card=card)
    hooks.drafted(board, card, round_, cause)


def _set(board: Board, card: Card, round_: Round, changes: dict[str, Any]) -> list[str]:
    changed = changed_fields(board, card, round_, changes)
    for field, value in changed.items():
        setattr(round_, field, value)
    return list(changed)


def changed_fields(board: Board, card: Card, round_: Round, changes: dict[str, Any]) -> dict[str, Any]:
    """What of `changes` differs from the round, checked; a baseline run brings its metrics."""
    cleaned = dict(_clean(board, card, name, given) for name, given in changes.items())
    changed = {field: value for field, value in cleaned.items() if getattr(round_, field) != value}
    if "baseline_run" in changed:
        changed["baseline_metrics"] = _metrics_of(card, changed["baseline_run"])
    return changed


def _clean(board: Board, card: Card, name: str, value: Any) -> tuple[str, Any]:
    if name not in FIELDS:
        raise Invalid.field(name, f"A hypothesis has no field {name}.", "unknown_field")
    if name in TEXTS:
        return name, _text(name, value)
    if name in ("budget", "budget_minutes"):
        return "budget_minutes", clean_budget(board, value)
    if name == "forecast":
        return name, clean_forecast(value)
    if name == "run_policy" and value not in Round.RunPolicy.values:
        raise Invalid.field(name, f"run_policy is one of {', '.join(Round.RunPolicy.values)}.", "invalid_choice")
    return name, value if value is not None else {"baseline_run": "", "baseline_metrics": {}}.get(name)


def _text(name: str, value: Any) -> str:
    text = str(value or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > TEXT_LENGTH:
        most = {"most": number_format(TEXT_LENGTH, force_grouping=True)}
        raise Invalid.field(name, _("Keep it to %(most)s characters; details fit the description.") % most)
    return text


def clean_budget(board: Board, value: Any) -> int | None:
    """Minutes of working time, from minutes or from "3d", "12h", "2w" on the board's calendar."""
    if value in (None, ""):
        return None
    hours = board.calendar().hours()
    try:
        return parse_duration(value, minutes_per_day=hours.minutes_per_day, days_per_week=hours.days_per_week)
    except DurationError as error:
        raise Invalid.field("budget", str(error)) from None


def clean_forecast(value: Any) -> float | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Invalid.field("forecast", _("A forecast is a number from 0.01 to 0.99."))
    if not 0.01 <= value <= 0.99:
        raise Invalid.field("forecast", _("A forecast is between 0.01 and 0.99; nobody is certain."))
    return float(value)


def _metrics_of(card: Card, external_id: str) -> dict[str, Any]:
    """The metrics of the baseline run, which must be on the card already."""
    if not external_id:
        return {}
    run = Run.objects.filter(card=card, external_id=external_id).first()
    if run is None:
        said = _("Add the run %(run)s to %(ref)s first.") % {"run": external_id, "ref": card.ref}
        raise Invalid.field("baseline_run", said)
    return dict(run.metrics)
