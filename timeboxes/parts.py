"""The part of an opened card that shows its time-box."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.durations import duration_in_words
from accounts.working_time import WorkingCalendar
from boards.card_parts import Look, Part
from boards.fragments import card_context
from boards.models import Card
from hypotheses.parts import is_open, research
from timeboxes.bar import bar_of
from timeboxes.clock import hours_of, span_in_words
from timeboxes.gate_dialog import REASONS, reason_by_clock
from timeboxes.models import Decision, Gate, Pause, TimeBox

OUTCOMES = {
    Decision.Outcome.STOP: noop("%(name)s stopped it %(day)s, %(time)s after the gate opened"),
    Decision.Outcome.CONTINUE: noop("%(name)s continued it %(day)s, %(time)s after the gate opened"),
    Decision.Outcome.EXTEND: noop("%(name)s extended it %(day)s, %(time)s after the gate opened"),
    Decision.Outcome.SPLIT: noop("%(name)s split it %(day)s, %(time)s after the gate opened"),
    Decision.Outcome.PARK: noop("%(name)s parked it %(day)s, %(time)s after the gate opened"),
}
EXTENDED_FOR = noop("%(name)s extended it %(day)s, %(time)s after the gate opened, for %(expects)s")


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
        "budget": duration_in_words(box.budget_minutes, minutes_per_day=per_day),
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
    return {"due": gettext(REASONS[Gate.Reason(reason)]) if reason else "", "may_set_stop": may_stop}


def decisions(box: TimeBox) -> list[dict[str, str]]:
    found = Decision.objects.filter(gate__box=box).select_related("author", "gate").order_by("at", "pk")
    return [{"said": _said(each, hours_of(box)), "rationale": each.rationale} for each in found]


def _said(decision: Decision, hours: WorkingCalendar) -> str:
    waited = int(hours.elapsed(decision.gate.opened_at, decision.at))
    text = EXTENDED_FOR if decision.expects else OUTCOMES[Decision.Outcome(decision.outcome)]
    return gettext(text) % {
        "name": decision.by,
        "day": date_format(localtime(decision.at), gettext("D j M")),
        "time": span_in_words(waited, hours),
        "expects": decision.expects,
    }


PARTS = (Part(name="timebox", template="timeboxes/timebox.html", place=30, context=timebox, aside=True),)
