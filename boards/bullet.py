"""The bullet of a criterion: baseline, observed and needed on one line where right is always better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MARGIN = 0.15
SIGNS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}


@dataclass(frozen=True)
class Bullet:
    """Places in per cent of the width, as SVG attributes hold them; None is not drawn."""

    target: str
    base: str | None
    dot: str | None
    bar: str | None
    bar_width: str | None


def draw(*, op: str, target: float, value: float | None, baseline: float | None) -> Bullet:
    """Map the numbers to places; for `<` and `<=` the axis is turned, so past the line means met."""
    known = [number for number in (target, value, baseline) if number is not None]
    if baseline is None and min(known) > 0:
        known.append(0.0)  # without a baseline the bar starts at nought, or a near miss would look far away
    low, high = min(known), max(known)
    span = (high - low) or abs(high) or 1.0
    low, high = low - span * MARGIN, high + span * MARGIN

    def place(number: float) -> float:
        share = (number - low) / (high - low) * 100
        return 100 - share if op.startswith("<") else share

    base = None if baseline is None else place(baseline)
    dot = None if value is None else place(value)
    start, end = sorted((0.0 if base is None else base, dot)) if dot is not None else (0.0, 0.0)
    return Bullet(
        target=percent(place(target)),
        base=None if base is None else percent(base),
        dot=None if dot is None else percent(dot),
        bar=None if dot is None else percent(start),
        bar_width=None if dot is None else percent(end - start),
    )


def percent(share: float) -> str:
    return f"{share:.2f}%"


def number(value: float, decimals: int, *, signed: bool = False) -> str:
    """A measured number with fixed decimals and a true minus sign."""
    text = f"{value:+.{decimals}f}" if signed else f"{value:.{decimals}f}"
    return text.replace("-", "\N{MINUS SIGN}")


def leading(face: dict[str, Any]) -> dict[str, Any]:
    """What the criterion strip of a card shows: name, value and target as text, and the bullet.

    A target relative to the baseline is shown as a difference, with the baseline at nought.
    """
    relative = face["relative_to"] == "baseline"
    decimals, base, value = face.get("decimals") or 3, face.get("baseline"), face.get("value")
    if relative and value is not None and base is not None:
        value = value - base
    if relative:
        base = 0.0
    met = value is not None and is_met(value, face["op"], face["target"])
    return {
        "metric": ("Δ" if relative else "") + face["metric"],
        "value": None if value is None else number(value, decimals, signed=relative),
        "needed": f"{SIGNS[face['op']]} {number(face['target'], decimals, signed=relative)}",
        "met": met,
        "bullet": draw(op=face["op"], target=face["target"], value=value, baseline=base),
    }


def is_met(value: float, op: str, target: float) -> bool:
    return {">": value > target, ">=": value >= target, "<": value < target, "<=": value <= target}[op]
