"""The bullet of a criterion: past the line always means met."""

from __future__ import annotations

import pytest

from boards.bullet import draw, leading, number


def share(text: str | None) -> float:
    assert text is not None
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("op", "value", "target", "met"),
    [(">=", 0.83, 0.82, True), (">=", 0.81, 0.82, False), ("<=", 0.02, 0.03, True), ("<=", 0.04, 0.03, False)],
)
def test_the_dot_is_right_of_the_line_exactly_when_the_criterion_is_met(
    op: str, value: float, target: float, met: bool
) -> None:
    bullet = draw(op=op, target=target, value=value, baseline=0.05)
    assert (share(bullet.dot) >= share(bullet.target)) is met


@pytest.mark.parametrize("baseline", [None, 0.8, 0.9])
@pytest.mark.parametrize("value", [None, -3.0, 0.0, 0.81, 1e9])
def test_everything_stays_inside_the_drawing(value: float | None, baseline: float | None) -> None:
    bullet = draw(op=">=", target=0.82, value=value, baseline=baseline)
    for text in (bullet.target, bullet.base, bullet.dot, bullet.bar, bullet.bar_width):
        assert text is None or 0 <= share(text) <= 100


def test_a_target_equal_to_everything_is_still_drawn() -> None:
    assert share(draw(op=">=", target=0.0, value=0.0, baseline=0.0).target) == pytest.approx(50)


def test_a_target_relative_to_the_baseline_is_shown_as_a_difference() -> None:
    face = {"metric": "auc", "op": ">=", "target": 0.01, "value": 0.807, "baseline": 0.801, "decimals": 3}
    strip = leading({**face, "relative_to": "baseline"})
    assert (strip["metric"], strip["value"], strip["needed"]) == ("Δauc", "+0.006", "≥ +0.010")
    assert strip["met"] is False


def test_numbers_have_fixed_decimals_and_a_true_minus() -> None:
    assert number(-0.5, 2) == "\N{MINUS SIGN}0.50"
    assert number(3, 0) == "3"
