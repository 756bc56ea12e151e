"""The part of an opened card that shows its time-box."""

from __future__ import annotations

from typing import Any

from accounts.access import Verb
from accounts.durations import format_duration
from boards.card_parts import Look, Part
from boards.fragments import card_context
from boards.models import Card
from hypotheses.parts import is_open, research
from timeboxes.bar import bar_of
from timeboxes.clock import hours_of
from timeboxes.gate_dialog import REASONS, reason_by_clock
from timeboxes.models import Decision, Gate, Pause, TimeBox

OUTCOMES = {
    Decision.Outcome.STOP: "stopped",
    Decision.Outcome.CONTINUE: "continued",
    Decision.Outcome.EXTEND: "extended",
    Decision.Outcome.SPLIT: "split",
    Decision.Outcome.PARK: "parked",
}


def box_of(card: Card) -> TimeBox | None:
    """The box of the card's newest round."""
    boxes = TimeBox.objects.filter(card=card).select_related("calendar", "round")
    return boxes.order_by("-round__n", "-pk").first()


def timebox(look: Look) -> dict[str, Any]:
    round_, box = research(look).current, look.once("timebox", box_of)
    if box is None or (round_ and box.round_id != round_.pk):
        plans = look.writes and look.card.kind == Card.Kind.EXPLORATION and is_open(round_)
        return {"box": None, "may_plan": plans}
    return {"box": box, **clock(look, box), **gate(look, box), "decisions": decisions(box)}


def clock(look: Look, box: TimeBox) -> dict[str, Any]:
    pause = Pause.objects.select_related("actor").filter(box=box, ended_at=None).first()
    per_day = hours_of(box).minutes_per_day
    running = box.state == TimeBox.State.RUNNING and not box.is_over(look.at)
    locked = bool(box.round and box.round.is_locked)
    return {
        "chip": card_context(look.card)["box"],
        "bar": bar_of(box, look.card, look.at),
        "budget": format_duration(box.budget_minutes, minutes_per_day=per_day),
        "pause": pause,
        "may_start": look.writes and box.state == TimeBox.State.PLANNED,
        "may_change": look.writes and box.state == TimeBox.State.PLANNED and not locked,
        "may_pause": look.writes and running,
        "may_resume": look.writes and bool(pause and pause.cause == Pause.Cause.PERSON),
    }


def gate(look: Look, box: TimeBox) -> dict[str, Any]:
    opened = Gate.objects.filter(box=box, closed_at=None).first()
    reason = opened.reason if opened else reason_by_clock(box) if box.is_over(look.at) else ""
    may_stop = Verb.DECIDE in look.rights and look.writes and box.state != TimeBox.State.CLOSED and not reason
    return {"due": REASONS[Gate.Reason(reason)] if reason else "", "may_set_stop": may_stop}


def decisions(box: TimeBox) -> list[dict[str, Any]]:
    found = Decision.objects.filter(gate__box=box).select_related("author", "gate").order_by("at")
    hours = hours_of(box)
    return [
        {
            "decision": each,
            "word": OUTCOMES[Decision.Outcome(each.outcome)],
            "after": format_duration(
                int(hours.elapsed(each.gate.opened_at, each.at)), minutes_per_day=hours.minutes_per_day
            ),
        }
        for each in found
    ]


PARTS = (Part(name="timebox", template="timeboxes/timebox.html", place=30, context=timebox, aside=True),)
