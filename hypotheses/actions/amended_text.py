"""The text of a locked round as an amendment wants it: checked like a draft, applied criterion by criterion."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from boards.models import Board, Card
from hypotheses.actions.criteria import read_criteria
from hypotheses.actions.draft import changed_fields
from hypotheses.actions.lock import NotLockable, blocking, preflight_of, registered
from hypotheses.amending import AMENDABLE, MEASURES
from hypotheses.models import Criterion, Round
from hypotheses.preflight import Severity

INSTEAD = {
    "budget": noop("A decision at the gate extends the budget."),
    "budget_minutes": noop("A decision at the gate extends the budget."),
    "forecast": noop("A forecast is not changed; give another one."),
}
Text = dict[str, Any]


def amended_text(
    board: Board, card: Card, round_: Round, changes: dict[str, Any], criteria: list[dict[str, Any]] | None
) -> tuple[Text, Text]:
    """What would change: as it is, and as it is to be. `Invalid` when that is nothing."""
    for name in changes:
        if name not in AMENDABLE:
            said = _(INSTEAD[name]) if name in INSTEAD else f"{name} is not amended."
            raise Invalid.field(name, said, "not_amendable")
    after = changed_fields(board, card, round_, _really_other(round_, changes))
    before = {name: getattr(round_, name) for name in after}
    if criteria is not None:
        old, new = list(round_.criteria.all()), read_criteria(criteria)
        if [registered(row) for row in old] != [registered(row) for row in new]:
            _check_criteria(round_, new, after)
            before["criteria"], after["criteria"] = _said(old), _said(new)
    if not after:
        raise Invalid(_("Nothing would change."))
    return before, after


def _really_other(round_: Round, changes: dict[str, Any]) -> dict[str, Any]:
    """Browsers send other line ends than were stored; that alone amends nothing."""
    return {
        name: value
        for name, value in changes.items()
        if not isinstance(value, str) or _plain(value) != _plain(getattr(round_, name))
    }


def _plain(value: Any) -> str:
    return str(value).replace("\r\n", "\n").strip()


def _check_criteria(round_: Round, rows: list[Criterion], after: Text) -> None:
    """What no lock would take, no amendment brings in: no success criterion, an impossible target."""
    if not any(row.kind == Criterion.Kind.SUCCESS for row in rows):
        raise Invalid.field("criteria", _("Keep at least one success criterion."), "required")
    planned = Round(baseline_metrics=after.get("baseline_metrics", round_.baseline_metrics))
    refused = [each for each in preflight_of(rows, planned) if each.severity == Severity.REFUSE]
    if refused:
        raise NotLockable(refused[0].message, errors=blocking(refused, ""))


def _said(rows: list[Criterion]) -> list[dict[str, Any]]:
    return [{**registered(row), "decimals": row.decimals} for row in rows]


def apply_text(round_: Round, after: Text) -> None:
    """Set the fields, and bring the criteria to what they are to be; the caller saves the round."""
    for name, value in after.items():
        if name != "criteria":
            setattr(round_, name, value)
    if "criteria" in after:
        _apply_criteria(round_, after["criteria"])


def _apply_criteria(round_: Round, wanted: list[dict[str, Any]]) -> None:
    """A criterion that measures the same keeps its row and its answers; any other begins without answers."""
    known = {row.key: row for row in round_.criteria.all()}
    kept = {each["key"] for each in wanted if each["key"] in known and _is_same(known[each["key"]], each)}
    round_.criteria.exclude(key__in=kept).delete()
    for position, each in enumerate(wanted):
        row = known[each["key"]] if each["key"] in kept else Criterion(round=round_)
        for name, value in {**each, "position": position}.items():
            setattr(row, name, value)
        row.save()
    # The prefetched list would still show the old rows.
    getattr(round_, "_prefetched_objects_cache", {}).pop("criteria", None)


def _is_same(row: Criterion, wanted: dict[str, Any]) -> bool:
    return all(getattr(row, name) == wanted[name] for name in MEASURES)
