"""The lock: from here on the round is a pre-registration."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import FieldError, Invalid, Refusal
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Card
from hypotheses import hooks
from hypotheses.actions.draft import Locked
from hypotheses.actions.rounds import open_round
from hypotheses.default_baseline import take_default
from hypotheses.events import RoundLocked
from hypotheses.face import criteria_face, round_face
from hypotheses.models import Criterion, Forecast, Round
from hypotheses.preflight import Finding, Severity, preflight
from hypotheses.results import criterion_of, results_of
from hypotheses.words import as_stored

WANTED = {
    "belief": noop("Say what you believe."),
    "plan_if_pass": noop("Say what happens if it is supported."),
    "plan_if_fail": noop("Say what happens if it is refuted."),
    "budget": noop("Give it a budget of working time, such as 5d."),
    "forecast": noop("Say how likely you think it is, 0.01 to 0.99."),
}
REGISTERED = ("n", *Round.TERMS, "baseline_metrics")
REGISTERED_OF_CRITERION = (
    "key",
    "kind",
    "mode",
    "metric",
    "op",
    "target",
    "relative_to",
    "unit",
    "min_runs",
    "statement",
    "attested_by",
)


class NotLockable(Refusal):
    status = 422
    code = "not_lockable"
    title = noop("Not complete enough to lock")
    sentence = noop("The hypothesis is not complete yet.")


def lock_round(
    *, cause: Cause, card: Card, already_looked: str = Round.Looked.NO, waive_preflight: str = ""
) -> tuple[Round, list[Finding]]:
    """Freeze text, criteria, plans, budget and forecast under a hash; whoever looked at results is exploratory.

    Returns the round and what the pre-flight flagged. Locking a locked round is refused.
    """
    if already_looked not in Round.Looked.values:
        raise Invalid.field("already_looked", _("Answer no, partly or yes."), "invalid_choice")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = open_round(card, cause)
        if round_.is_locked:
            raise Locked
        with as_stored():
            compared = take_default(card, round_)
            findings = preflight_of(round_.criteria.all(), round_)
        refused = blocking(preflight_of(round_.criteria.all(), round_), waive_preflight)
        errors = missing_to_lock(round_) + refused
        if errors:
            raise NotLockable(errors=errors)
        _freeze(card, round_, already_looked, waive_preflight, cause)
        face = {"round": round_face(round_), "criteria": criteria_face(round_, results_of(round_))}
        save_card(card, cause, face=face)
        record(board, _fact(round_, findings, compared), cause, card=card)
        hooks.locked(board, card, round_, cause)
    return round_, findings


def missing_to_lock(round_: Round) -> list[FieldError]:
    """All that a lock still asks for, in the order of the form."""
    values = {
        "budget": round_.budget_minutes,
        **{name: getattr(round_, name) for name in WANTED if name != "budget"},
    }
    missing = [FieldError(name, "required", _(text)) for name, text in WANTED.items() if not values[name]]
    if not any(row.kind == Criterion.Kind.SUCCESS for row in round_.criteria.all()):
        missing.insert(1, FieldError("criteria", "required", _("Add at least one success criterion.")))
    return missing


def preflight_of(criteria: Iterable[Criterion], round_: Round) -> list[Finding]:
    return preflight([criterion_of(row) for row in criteria], round_.baseline_metrics or None)


def blocking(findings: list[Finding], waived: str) -> list[FieldError]:
    stops = {Severity.REFUSE} if waived.strip() else {Severity.REFUSE, Severity.BLOCK}
    return [FieldError(f"criteria.{f.key}", f.code, f.message) for f in findings if f.severity in stops]


def _freeze(card: Card, round_: Round, already_looked: str, waived: str, cause: Cause) -> None:
    round_.registration = registration(card, round_)
    round_.registration_hash = fingerprint(round_.registration)
    round_.state = Round.State.TESTING
    round_.locked_at, round_.locked_by = cause.at, cause.actor
    round_.already_looked = already_looked
    round_.exploratory = already_looked != Round.Looked.NO
    round_.preflight_waived = waived.strip()[:300]
    round_.save()
    if round_.forecast is not None:
        Forecast.objects.create(round=round_, person=round_.author, p=round_.forecast, at=cause.at)


def registration(card: Card, round_: Round) -> dict[str, Any]:
    """The text that is hashed: everything that must not change after a result is known."""
    criteria = [registered(row) for row in round_.criteria.all()]
    return {"card": card.ref, "criteria": criteria, **{name: getattr(round_, name) for name in REGISTERED}}


def registered(row: Criterion) -> dict[str, Any]:
    """What of a criterion must not change; how many decimals are shown may."""
    return {name: getattr(row, name) for name in REGISTERED_OF_CRITERION}


def fingerprint(registration: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(
        registration, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _fact(round_: Round, findings: list[Finding], compared: str) -> RoundLocked:
    return RoundLocked(
        n=round_.n,
        hash=round_.registration_hash,
        exploratory=round_.exploratory,
        already_looked=round_.already_looked,
        warnings=[*filter(None, [compared]), *(finding.message for finding in findings)],
    )
