"""The learning figures against worked cases, and against computations that know nothing of ours."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, timedelta
from math import log2, sqrt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.learning.boxes import Box, Decided, adherence
from insights.learning.calibration import Guess, calibration, scores
from insights.learning.help import Request, help_of
from insights.learning.outcomes import Outcomes, outcomes, wilson, win_rate
from insights.learning.rounds import Belief, Conclusion
from insights.percentiles import percentile

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
beliefs = st.integers(1, 99).map(lambda percent: percent / 100)
verdicts = st.sampled_from(["supported", "refuted", "inconclusive", "invalid", "not_tested"])


def one(verdict: str = "supported", **more: object) -> Conclusion:
    known = {"card": "CHURN-1", "title": "A question", "n": 1, "at": AT, "verdict": verdict}
    return Conclusion(**{**known, **more})  # type: ignore[arg-type]  # a test says what it needs


def many(*rounds: Conclusion) -> Outcomes:
    return outcomes(rounds, LISBON, date(2026, 11, 1), date(2026, 11, 30))


rounds_of = st.lists(
    st.builds(
        lambda verdict, belief, exploratory, used: one(
            verdict, belief=belief, exploratory=exploratory, used_minutes=used
        ),
        verdicts,
        st.none() | beliefs,
        st.booleans(),
        st.none() | st.integers(0, 9_600),
    ),
    max_size=60,
)
guesses_of = st.lists(
    st.builds(
        lambda p, verdict: Guess(p, one(verdict, belief=p)), beliefs, st.sampled_from(["supported", "refuted"])
    ),
    min_size=1,
    max_size=80,
)


def test_a_hand_worked_quarter() -> None:
    """Three answers, one open, one aside; the exploratory answer is no win."""
    found = many(
        one("supported", belief=0.5),
        one("supported", belief=0.9, exploratory=True),
        one("refuted", belief=0.75, used_minutes=480),
        one("refuted", used_minutes=1_440),
        one("refuted", used_minutes=None),
        one("inconclusive", belief=0.4),
        one("not_tested"),
    )
    assert (found.answered, found.concluded, len(found.inconclusive), len(found.aside)) == (5, 7, 1, 1)
    assert found.decision_yield == pytest.approx(5 / 7)
    rate = found.win_rate
    assert rate is not None
    assert (rate.supported, rate.answered, rate.reading) == (1, 4, "anecdotal")
    assert found.refutation_minutes == 960
    assert [each.used_minutes for each in found.refutations] == [480, 1_440]
    assert found.bits_of == 3
    assert found.bits == pytest.approx(1 + 0.468996 + 0.811278, abs=1e-5)
    assert [each.belief for each in found.surprises] == [0.75]


@SLOW
@given(rounds_of)
def test_counts_and_bits_agree_with_plain_ones(rounds: list[Conclusion]) -> None:
    found = many(*rounds)
    said = [each.verdict for each in rounds]
    answers = said.count("supported") + said.count("refuted")
    assert found.answered == answers
    assert found.concluded == len(rounds)
    assert sum(month.answered for month in found.months) == answers
    bits = 0.0
    for each in rounds:
        if each.verdict in ("supported", "refuted") and each.belief:
            bits += sum(-p * log2(p) for p in (each.belief, 1 - each.belief))
    assert found.bits == pytest.approx(bits)
    costs = [r.used_minutes for r in rounds if r.verdict == "refuted" and r.used_minutes is not None]
    assert found.refutation_minutes == (statistics.median(costs) if costs else None)
    wins = [r.verdict for r in rounds if r.verdict in ("supported", "refuted") and not r.exploratory]
    if wins:
        assert found.win_rate is not None
        assert found.win_rate.share == wins.count("supported") / len(wins)
    else:
        assert found.win_rate is None


@SLOW
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_solves_the_equation_that_defines_it(counts: tuple[int, int]) -> None:
    """Bisection on |k/n - p| = z √(p(1-p)/n) on either side of k/n."""
    hits, n = counts
    z, share = 1.959963984540054, hits / n

    def inside(p: float) -> bool:
        return abs(share - p) <= z * sqrt(p * (1 - p) / n)

    def edge(within: float, without: float) -> float:
        for _ in range(80):
            middle = (within + without) / 2
            within, without = (middle, without) if inside(middle) else (within, middle)
        return within

    low, high = wilson(hits, n)
    start = share if 0 < share < 1 else (low + high) / 2
    assert low == pytest.approx(edge(start, 0.0), abs=1e-9)
    assert high == pytest.approx(edge(start, 1.0), abs=1e-9)


@pytest.mark.parametrize(
    ("supported", "refuted", "reading"),
    [(19, 0, "anecdotal"), (20, 0, "only safe bets"), (18, 2, "only safe bets"), (17, 3, ""), (0, 20, "")],
)
def test_what_a_win_rate_reads(supported: int, refuted: int, reading: str) -> None:
    rate = win_rate([*[one("supported")] * supported, *[one("refuted")] * refuted])
    assert rate is not None
    assert rate.reading == reading


def test_months_are_those_of_the_boards_clock_and_none_is_left_out() -> None:
    """Half past midnight on 1 July in Lisbon is still June in UTC."""
    night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    found = outcomes([one(at=night)], LISBON, date(2026, 5, 20), date(2026, 8, 2))
    assert [(month.first, month.answered) for month in found.months] == [
        (date(2026, 5, 1), 0),
        (date(2026, 6, 1), 0),
        (date(2026, 7, 1), 1),
        (date(2026, 8, 1), 0),
    ]


@pytest.mark.parametrize(
    ("belief", "verdict", "surprises"),
    [
        (0.3, "supported", 1),
        (0.31, "supported", 0),
        (0.7, "refuted", 1),
        (0.69, "refuted", 0),
        (0.9, "invalid", 0),
    ],
)
def test_a_surprise_begins_at_seventy_points(belief: float, verdict: str, surprises: int) -> None:
    assert len(many(one(verdict, belief=belief)).surprises) == surprises


@SLOW
@given(guesses_of)
def test_brier_is_what_its_parts_come_to(guesses: list[Guess]) -> None:
    """Reliability - resolution + uncertainty is the score of the binned beliefs; `within` is the rest."""
    found = scores(guesses)
    plain = statistics.fmean((g.p - g.outcome) ** 2 for g in guesses)
    binned = [(each.belief, g.outcome) for each in found.bins for g in each.guesses]
    parts = found.reliability - found.resolution + found.uncertainty
    assert found.brier == pytest.approx(plain)
    assert parts == pytest.approx(statistics.fmean((p - y) ** 2 for p, y in binned))
    assert found.brier == pytest.approx(parts + found.within)
    assert sum(each.n for each in found.bins) == len(guesses)
    assert all(
        each.low <= g.p and (g.p < each.high or each.high == 1) for each in found.bins for g in each.guesses
    )


@SLOW
@given(guesses_of)
def test_the_parts_have_their_bounds(guesses: list[Guess]) -> None:
    found = scores(guesses)
    assert found.reliability >= 0
    assert -1e-12 <= found.resolution <= found.uncertainty + 1e-12
    assert found.uncertainty <= 0.25


def test_a_hand_worked_score() -> None:
    """Ten at .8 of which seven held, ten at .2 of which one did."""
    rounds = [one("supported", belief=0.8)] * 7 + [one("refuted", belief=0.8)] * 3
    rounds += [one("supported", belief=0.2)] * 1 + [one("refuted", belief=0.2)] * 9
    found = calibration(rounds).authors.scores
    assert found is not None
    assert found.brier == pytest.approx((7 * 0.04 + 3 * 0.64 + 0.64 + 9 * 0.04) / 20)
    assert found.reliability == pytest.approx((10 * 0.01 + 10 * 0.01) / 20)
    assert found.resolution == pytest.approx((10 * 0.09 + 10 * 0.09) / 20)
    assert found.uncertainty == pytest.approx(0.24)
    assert [(each.low, each.n, each.share) for each in found.bins] == [(0.2, 10, 0.1), (0.8, 10, 0.7)]


def test_nineteen_answers_are_too_few_and_exploratory_ones_count_for_nothing() -> None:
    rounds = [one(belief=0.6)] * 19 + [one(belief=0.6, exploratory=True)] * 5 + [one("inconclusive", belief=0.6)]
    found = calibration(rounds).authors
    assert (found.n, found.scores, found.missing) == (19, None, 1)


def test_the_others_are_scored_together_and_never_one_alone() -> None:
    alone = [one(belief=0.6, others=(Belief(7, 0.4),))] * 25
    assert calibration(alone).team.withheld
    assert calibration(alone).team.scores is None
    pooled = [one(belief=0.6, others=(Belief(7, 0.4), Belief(8, 0.9)))] * 25
    found = calibration(pooled).team
    assert (found.n, found.withheld) == (50, False)
    assert found.scores is not None
    assert not calibration([one(belief=0.6)] * 25).team.withheld


@SLOW
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200))
def test_half_is_the_low_median_of_the_statistics_module(values: list[float]) -> None:
    assert percentile(values, 50) == statistics.median_low(values)


def test_a_percentile_of_nothing_and_of_one() -> None:
    assert percentile([], 50) is None
    assert percentile([3.0], 85) == 3.0


def box(used: int = 400, **more: object) -> Box:
    known = {"card": "CHURN-1", "title": "A question", "n": 1, "planned": 480, "budget": 480, "used": used}
    rest = {"extensions": 0, "was_over": False, "ended_at": AT}
    return Box(**{**known, **rest, **more})  # type: ignore[arg-type]  # a test says what it needs


def test_a_box_holds_when_it_is_decided_before_its_time_is_over() -> None:
    assert box().held
    assert not box(480).held
    assert not box(was_over=True).held
    assert not box(600, budget=720, extensions=1).held
    assert box(300, budget=720, extensions=1).held
    assert not box(ended_at=None).held


def test_boxes_and_gates_in_one_view() -> None:
    decided = [
        Decided("CHURN-1", "", "stop", AT, wall, work) for wall, work in ((10, 10), (900, 30), (1_500, 480))
    ]
    decided.append(Decided("CHURN-2", "", "park", AT, 3_000, 960))
    over = box(ended_at=None, over_since=AT - timedelta(days=1), was_over=True)
    found = adherence([box(), box(500, extensions=1, budget=720), over, box(ended_at=None)], decided)
    assert (len(found.ended), len(found.held), len(found.extended), len(found.over)) == (2, 1, 1, 1)
    assert found.share_held == 0.5
    assert (found.latency.half, found.latency.most) == (30, 960)
    assert len(found.parked) == 1
    assert adherence([], []).share_held is None


def test_help_is_counted_when_answered_and_listed_while_open() -> None:
    asked = [Request("CHURN-1", "", AT, AT + timedelta(hours=n), 60 * n) for n in (1, 2, 3)]
    waits = Request("CHURN-2", "", AT, None, 600)
    put_away = Request("CHURN-3", "", AT, None, 600, on_board=False)
    found = help_of([*asked, waits, put_away])
    assert (found.half, found.most) == (120, 180)
    assert found.open == (waits,)
