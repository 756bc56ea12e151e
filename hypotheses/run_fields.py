"""What a run may hold, whichever door it comes through."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Invalid

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
    "remarks",
)
# Of the columns: a longer text would be an error of the database.
LENGTHS = {"source": 40, "external_id": 200, "title": 200, "git": 200, "dataset": 200, "seed": 60, "url": 1000}
MOST_METRICS = 1_000
NAME_LENGTH = 250


def check_fields(fields: dict[str, Any]) -> None:
    for name in fields:
        if name not in FIELDS:
            raise Invalid.field(name, f"A run has no field {name}.", "unknown_field")
    metrics = fields.get("metrics") or {}
    if len(metrics) > MOST_METRICS:
        raise Invalid.field("metrics", f"Send at most {MOST_METRICS:,} metrics.")
    for name, value in metrics.items():
        _check_metric(name, value)


def check_lengths(given: dict[str, Any]) -> None:
    for name, most in LENGTHS.items():
        if len(str(given.get(name) or "")) > most:
            raise Invalid.field(name, _("Keep it to %(most)s characters.") % {"most": most}, "too_long")


def _check_metric(name: str, value: Any) -> None:
    """A text such as "NaN" is kept as it came: it is unknown, never a pass."""
    if not name.strip() or len(name) > NAME_LENGTH:
        raise Invalid.field("metrics", f"A metric's name has 1 to {NAME_LENGTH} characters.")
    if isinstance(value, bool) or not (value is None or isinstance(value, int | float | str)):
        raise Invalid.field(f"metrics.{name}", "A metric is a number.")
    if isinstance(value, str) and len(value) > 100:
        raise Invalid.field(f"metrics.{name}", "A metric is a number.")
