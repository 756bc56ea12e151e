"""Half a year of research, week after week, played by actions: what the learning figures are tried on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from boards.models import Board, Card
from hypotheses import actions as research
from modelversions.actions import set_primary_metric
from tests.world import World
from timeboxes.actions import decide, expire_due, mark_due
from timeboxes.models import Gate, TimeBox

AUC = {"supported": 0.83, "refuted": 0.80}
OTHER = {"supported": "refuted", "refuted": "supported"}
LEARNED = "What we know now."


class Week(NamedTuple):
    """One question: the beliefs of its author and of others, its verdict, and the hours until the result."""

    belief: float
    verdict: str
    hours: int = 30
    others: tuple[float, ...] = (0.5, 0.6)
    against: bool = False
    decided_after: int = 3
    help_after: int = 0


WEEKS = (
    Week(0.65, "supported", 52),
    Week(0.70, "refuted", 28, (0.35, 0.55)),
    Week(0.40, "inconclusive", 50),
    Week(0.50, "supported", 30, (0.6, 0.6), help_after=5),
    Week(0.80, "supported", 24, (0.7, 0.9)),
    Week(0.30, "refuted", 80, (0.3, 0.2)),
    Week(0.90, "refuted", 128, (0.8, 0.6), decided_after=30),
    Week(0.20, "refuted", 26),
    Week(0.60, "supported", 27),
    Week(0.75, "supported", 9, (0.9, 0.7)),
    Week(0.45, "refuted", 76, help_after=50),
    Week(0.55, "supported", 29),
    Week(0.35, "refuted", 33, (0.45,)),
    Week(0.85, "supported", 50),
    Week(0.60, "refuted", 56, (0.6,)),
    Week(0.25, "supported", 78, (0.15, 0.4), help_after=2),
    Week(0.50, "refuted", 25),
    Week(0.70, "supported", 31),
    Week(0.65, "refuted", 74, against=True),
    Week(0.15, "refuted", 5, (0.1, 0.1)),
    Week(0.60, "supported", 26, against=True),
    Week(0.80, "supported", 54),
    Week(0.40, "not_tested", 8, ()),
    Week(0.55, "refuted", 27),
    Week(0.95, "supported", 8),
    Week(0.35, "refuted", 120, decided_after=20),
)


def play(world: World, board: Board, weeks: tuple[Week, ...] = WEEKS) -> list[Card]:
    """A question a week from `world.at` on; between acts the clock does what is due."""
    set_primary_metric(
        cause=world.by("petra"),
        board=board,
        changes={"metric": "val.auc", "direction": "higher", "baseline": "the old rule", "baseline_value": 0.79},
    )
    start, cards = world.at, []
    for n, week in enumerate(weeks):
        world.at = start
        world.later(weeks=n)
        cards.append(_play(world, board, week, f"Question {n + 1}", n))
    return cards


def _play(world: World, board: Board, week: Week, title: str, n: int) -> Card:
    card = world.running(board, title, forecast=week.belief)
    for person, p in zip(("petra", "ada"), week.others, strict=False):
        research.give_forecast(cause=world.by(person), card=card, p=p)
    if week.help_after:
        call = research.add_log_entry(cause=world.by(), card=card, body="@ada where is the feed?", kind="help")
        world.later(hours=week.help_after)
        research.answer_help(cause=world.by("ada"), entry=call, reply="In the old bucket.")
    tick(world, week.hours)
    if week.verdict in AUC:
        shown = OTHER[week.verdict] if week.against else week.verdict
        world.push(card, **{"val.auc": AUC[shown] + n / 2000 if shown == "supported" else AUC[shown]})
    world.later(hours=1)
    texts: dict[str, Any] = {"override_reason": "One region was down."} if week.against else {}
    research.record_verdict(cause=world.by(), card=card, value=week.verdict, learned=LEARNED, **texts)
    tick(world, week.decided_after)
    settle(world, card)
    world.move(card, "done")
    return card


def tick(world: World, hours: int) -> datetime:
    """Let hours pass, and the clock do what fell due in them."""
    world.later(hours=hours)
    mark_due(world.at)
    expire_due(world.at)
    return world.at


def settle(world: World, card: Card) -> None:
    """Decide at the card's gate, if one is open."""
    if Gate.objects.filter(box__card=card, closed_at=None).exists():
        box = TimeBox.objects.select_related("card").filter(card=card).latest("pk")
        decide(cause=world.by("petra"), box=box, outcome="stop", rationale="We know.")
