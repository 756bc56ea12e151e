"""How often cards go back to an earlier lane, and how many rounds research takes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from hypotheses.models import Round
from insights.figure import Column, Figure, Picture, Row, Span
from insights.flow import flow_of
from insights.lives import Life
from insights.scale import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Scale, axes, upward, whole_steps
from insights.weeks import day_of
from insights.wording import KINDS, number

QUESTION = noop("How often does work go round?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Title")),
    Column("kind", noop("Kind"), words=KINDS),
    Column("loops", noop("Went back"), "count"),
    Column("rounds", noop("Rounds"), "count"),
    Column("finished", noop("Finished"), "date"),
)
NOTES = (
    noop(
        "Cards finished in the range. A loop is a move to an earlier lane, however long ago; a move to the backlog"
        " is none. Rounds are those of research; each ends with a verdict."
    ),
)
ONE_ROUND = noop(
    "%(back)s of %(n)s finished cards went back to an earlier lane; research took %(mean)s round on average."
)
ROUNDS = noop(
    "%(back)s of %(n)s finished cards went back to an earlier lane; research took %(mean)s rounds on average."
)
LAST = 4  # and more
OFTEN = (noop("never"), noop("once"), noop("twice"), noop("3 times"), noop("4 or more"))


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    rounds = dict(Round.objects.filter(card__board=board).values_list("card_id").annotate(Count("pk")))
    done = {life.pk: (life, day_of(finished, flow.zone)) for finished, life in flow.finished_in(span)}
    lives = [life for life, _ in done.values()]
    loops = {life.pk: sum(visit.back for visit in life.visits) for life in lives}
    ranked = sorted(lives, key=lambda life: (-loops[life.pk], -rounds.get(life.pk, 0), life.pk))
    return Figure(
        "loops",
        _(QUESTION),
        _answer(lives, loops, rounds),
        COLUMNS,
        tuple(_row(life, loops[life.pk], rounds.get(life.pk), done[life.pk][1]) for life in ranked),
        tuple(_(note) for note in NOTES),
        _numbers(lives, loops, rounds),
        Picture("insights/pictures/loops.html", _drawn(lives, loops)),
        "" if done else _("Nothing was finished in this time."),
    )


def _row(life: Life, loops: int, rounds: int | None, finished: date) -> Row:
    return Row(
        (life.ref, life.title, life.kind, loops, rounds if life.is_circular else None, finished), (life.ref,)
    )


def _answer(done: list[Life], loops: dict[int, int], rounds: dict[int, int]) -> str:
    back = sum(count > 0 for count in loops.values())
    facts = {"back": back, "n": len(done)}
    mean = _mean([rounds.get(life.pk, 0) for life in done if life.is_circular])
    if mean is None:
        return _("%(back)s of %(n)s finished cards went back to an earlier lane.") % facts
    return _(ONE_ROUND if mean == 1 else ROUNDS) % {**facts, "mean": number(mean, ".1f")}


def _numbers(done: list[Life], loops: dict[int, int], rounds: dict[int, int]) -> dict[str, Any]:
    circular = [life for life in done if life.is_circular]
    linear = [life for life in done if not life.is_circular]
    return {
        "finished": len(done),
        "went_back": sum(count > 0 for count in loops.values()),
        "circular_loops_per_card": _mean([loops[life.pk] for life in circular]),
        "linear_loops_per_card": _mean([loops[life.pk] for life in linear]),
        "rounds_per_card": _mean([rounds.get(life.pk, 0) for life in circular]),
    }


def _mean(values: list[int]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def _drawn(done: list[Life], loops: dict[int, int]) -> dict[str, Any]:
    """How many cards went back never, once, twice …: research and tasks side by side."""
    tallies: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    for life in done:
        tallies[life.is_circular][min(loops[life.pk], LAST)] += 1
    heights = whole_steps(max((max(tally.values(), default=0) for tally in tallies.values()), default=1))
    y, room = upward(heights[-1]), (WIDTH - LEFT - RIGHT) / (LAST + 1)
    bars = [
        _bar(circular, tallies[circular][count], count, LEFT + (count + place) * room, room * 0.28, y)
        for count in range(LAST + 1)
        for circular, place in ((True, 0.2), (False, 0.52))
    ]
    marks = [(round(LEFT + (count + 0.5) * room, 1), _(name)) for count, name in enumerate(OFTEN)]
    return {"axes": axes(y, heights, marks), "bars": bars}


def _bar(circular: bool, cards: int, count: int, left: float, width: float, y: Scale) -> dict[str, Any]:
    return {
        "kind": "circular" if circular else "linear",
        "x": round(left, 1),
        "width": round(width, 1),
        "y": y(cards),
        "height": round(HEIGHT - BOTTOM - y(cards), 1),
        "middle": round(left + width / 2, 1),
        "count": cards,
        "name": (
            _("%(n)s research cards went back %(often)s") if circular else _("%(n)s tasks went back %(often)s")
        )
        % {"n": cards, "often": _(OFTEN[count])},
    }
