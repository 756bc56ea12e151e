"""The score advises: how much an answer teaches for a day of work."""

from __future__ import annotations

import pytest

from boards.backlog_score import Estimate, entropy


@pytest.mark.parametrize(
    ("p", "bits"), [(0.5, 1.0), (0.9, 0.469), (0.1, 0.469), (0.01, 0.0808), (0.0, 0.0), (1.0, 0.0)]
)
def test_a_coin_flip_teaches_most(p: float, bits: float) -> None:
    assert entropy(p) == pytest.approx(bits, abs=0.001)


def test_the_score_is_weight_times_bits_for_a_day() -> None:
    assert Estimate(weight=2, belief=0.9, days=4.0).score == pytest.approx(2 * 0.469 / 4, abs=0.001)


def test_nobody_said_what_they_believe_counts_as_a_coin_flip() -> None:
    assert Estimate(weight=1, belief=None, days=2.0).score == 0.5


@pytest.mark.parametrize("days", [None, 0.0])
def test_without_days_there_is_no_score(days: float | None) -> None:
    estimate = Estimate(weight=1, belief=0.5, days=days)

    assert estimate.score is None
    assert estimate.words == "No score yet: the card has no budget."


def test_the_sum_is_spelt_out() -> None:
    assert Estimate(weight=1, belief=0.6, days=3.0).words == "0.97 bits ÷ 3 d = 0.32 bits a day (belief 60%)"
