"""The criteria of a draft: checked one by one, replaced as a list."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import Role
from accounts.errors import FieldError, Invalid
from hypotheses.models import Criterion, Round
from hypotheses.words import too_long

FIELDS = (
    "key",
    "kind",
    "mode",
    "metric",
    "op",
    "target",
    "relative_to",
    "unit",
    "decimals",
    "min_runs",
    "statement",
    "attested_by",
)
CHOICES = {
    "kind": Criterion.Kind.values,
    "mode": Criterion.Mode.values,
    "op": list(Criterion.OPERATORS),
    "relative_to": Criterion.RelativeTo.values,
    "attested_by": ["", *Role.values],
}
LENGTHS = {"key": 60, "metric": 120, "unit": 8, "statement": 300}  # of the columns
MOST = 30


def save_criteria(round_: Round, given: list[dict[str, Any]]) -> bool:
    """Replace the criteria; False when they are the same as before."""
    rows = read_criteria(given)
    if [_values(row) for row in rows] == [_values(row) for row in round_.criteria.all()]:
        return False
    round_.criteria.all().delete()
    for row in rows:
        row.round = round_
        row.save(force_insert=True)
    # The prefetched list would still show the old rows.
    getattr(round_, "_prefetched_objects_cache", {}).pop("criteria", None)
    return True


def read_criteria(given: list[dict[str, Any]]) -> list[Criterion]:
    """The rows that a list of criteria stands for, checked and named, not stored."""
    if len(given) > MOST:
        raise Invalid.field("criteria", _("Keep it to %(most)s criteria.") % {"most": MOST})
    rows = [_row(position, item) for position, item in enumerate(given)]
    _name(rows)
    return rows


def _values(row: Criterion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _row(position: int, item: dict[str, Any]) -> Criterion:
    place = f"criteria.{position}"
    for name in item:
        if name not in FIELDS:
            raise Invalid.field(f"{place}.{name}", f"A criterion has no field {name}.", "unknown_field")
    for name, allowed in CHOICES.items():
        if item.get(name) is not None and item[name] not in allowed:
            message = f"{name} is one of {', '.join(filter(None, allowed))}."
            raise Invalid.field(f"{place}.{name}", message, "invalid_choice")
    for name, most in LENGTHS.items():
        if len(str(item.get(name) or "")) > most:
            raise Invalid.field(f"{place}.{name}", too_long(most), "too_long")
    row = Criterion(position=position, **{name: value for name, value in item.items() if value is not None})
    errors = _attested_errors(row) if row.mode == Criterion.Mode.ATTESTED else _metric_errors(row)
    if errors:
        raise Invalid(errors=[FieldError(f"{place}.{e.field}", e.code, e.message) for e in errors])
    return row


def _metric_errors(row: Criterion) -> list[FieldError]:
    errors = []
    if not row.metric.strip() or "`" in row.metric or '"' in row.metric:
        errors.append(FieldError("metric", "required", _("Name the metric, without quotes.")))
    number = not isinstance(row.target, bool) and isinstance(row.target, int | float) and isfinite(row.target)
    if not number:
        errors.append(FieldError("target", "required", _("Give the number to reach.")))
    if not 1 <= row.min_runs <= 1_000:
        errors.append(FieldError("min_runs", "invalid", _("Ask for 1 to 1000 runs.")))
    if not 0 <= row.decimals <= 12:
        errors.append(FieldError("decimals", "invalid", _("Show 0 to 12 decimals.")))
    return errors


def _attested_errors(row: Criterion) -> list[FieldError]:
    errors = []
    if not row.statement.strip():
        errors.append(FieldError("statement", "required", _("Say what has to be confirmed.")))
    if not row.attested_by:
        errors.append(FieldError("attested_by", "required", _("Name the role that confirms it.")))
    return errors


def _name(rows: list[Criterion]) -> None:
    """Give each criterion without a key one that is free; refuse a key that was given twice."""
    seen: set[str] = set()
    for row in sorted(rows, key=lambda each: not each.key):
        if row.key in seen:
            said = _("Two criteria are called %(key)s.") % {"key": row.key}
            raise Invalid.field(f"criteria.{row.position}.key", said, "taken")
        row.key = row.key or _free_key(row, seen)
        seen.add(row.key)


def _free_key(row: Criterion, taken: set[str]) -> str:
    base = slugify(row.metric or row.statement)[:50] or "criterion"
    numbered = (f"{base}-{n}" for n in range(2, MOST + 2))
    return next(key for key in (base, *numbered) if key not in taken)
