"""What the gate shows and asks: what was promised and seen, what happens next, the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.access import Role, Verb, rights
from accounts.durations import duration_in_words
from accounts.models import Person
from boards.models import Board, Card
from hypotheses.answers import question
from hypotheses.models import LogEntry, Round
from hypotheses.parts import in_per_cent
from hypotheses.research import Research, research_of
from timeboxes.actions.decide import AlreadyDecided, GateClosed, already
from timeboxes.clock import hours_of, span_in_words
from timeboxes.forms import RENEW
from timeboxes.initiative_json import proves
from timeboxes.models import Decision, Gate, TimeBox

REASONS = {
    Gate.Reason.EXPIRY: noop("The time is up."),
    Gate.Reason.EARLY_PASS: noop("Every criterion is met before the time is up."),
    Gate.Reason.KILL: noop("A criterion that ends the test has been reached."),
    Gate.Reason.HARD_STOP: noop("The last date has passed."),
    Gate.Reason.REQUESTED: noop("Somebody asked for a decision."),
}
NEXT = {
    Decision.Outcome.CONTINUE: (noop("Continue"), noop("Record the answer, build on it")),
    Decision.Outcome.EXTEND: (noop("Extend"), noop("Add time and say what it buys")),
    Decision.Outcome.STOP: (noop("Stop"), noop("Record the answer, free the slot")),
    Decision.Outcome.SPLIT: (noop("Split"), noop("Ask smaller questions instead")),
}
RENEWED = (noop("Continue as a new card"), noop("It may not be extended again: lock the question anew"))


@dataclass(frozen=True)
class Waiting:
    """A gate that waits, or a box whose time is up by the clock."""

    box: TimeBox
    opened_at: datetime
    reason: str


def waiting(card: Card, at: datetime) -> Waiting:
    """What waits for a decision, or a refusal that says who has decided."""
    boxes = TimeBox.objects.filter(card=card).select_related("calendar", "round", "card", "board")
    box = boxes.order_by("-round__n", "-pk").first()
    if box is None:
        raise GateClosed
    gate = Gate.objects.filter(box=box, closed_at=None).first()
    if gate is not None:
        return Waiting(box, gate.opened_at, gettext(REASONS[Gate.Reason(gate.reason)]))
    if box.is_over(at):
        return Waiting(box, box.ends_at or at, gettext(REASONS[reason_by_clock(box)]))
    decided = Decision.objects.filter(gate__box=box).select_related("author").order_by("at", "pk").last()
    if decided is not None and box.state == TimeBox.State.CLOSED:
        raise AlreadyDecided(already(decided.by, decided.outcome))
    raise GateClosed


def reason_by_clock(box: TimeBox) -> Gate.Reason:
    """Why the gate of a box that is over will open, while no sweep has done so."""
    return Gate.Reason.HARD_STOP if box.ends_hard else Gate.Reason.EXPIRY


def gate_context(person: Person, card: Card, found: Waiting, at: datetime) -> dict[str, Any]:
    research = research_of(card)
    held = rights(person, card.board.team_id)
    stops = Verb.WRITE_CARD in held and card.author_id == person.pk
    box = found.box
    per_day = hours_of(box).minutes_per_day
    return {
        **question(research),
        "gate": found,
        "decides": Verb.DECIDE in held,
        "stops": stops,
        "owners": owners(card),
        "choices": choices(box, card.board, decides=Verb.DECIDE in held),
        **facts(card, research, found, at),
        "proves": proves(card) if Verb.DECIDE in held else None,
        "budget": duration_in_words(box.budget_minutes, minutes_per_day=per_day),
        "most": duration_in_words(box.original_budget_minutes // 2, minutes_per_day=per_day),
        "is_concluded": bool(research.current and research.current.state == Round.State.CONCLUDED),
    }


def choices(box: TimeBox, board: Board, *, decides: bool) -> list[tuple[str, str, str, bool]]:
    """Value, word, meaning, and whether it is open to this person. An extension too many becomes a new card."""
    found = [(o.value, *words, decides or o == Decision.Outcome.STOP) for o, words in NEXT.items()]
    if box.extensions >= board.max_extensions:
        found = [(RENEW, *RENEWED, decides) if each[0] == Decision.Outcome.EXTEND else each for each in found]
    return [(value, gettext(word), gettext(meaning), is_open) for value, word, meaning, is_open in found]


def facts(card: Card, research: Research, found: Waiting, at: datetime) -> dict[str, Any]:
    """What a decision should know beside the criteria: runs, forecast, the log, how long it waits."""
    round_ = research.current
    newest = LogEntry.objects.filter(card=card, removed_at=None).order_by("-created_at", "-pk").first()
    hours = hours_of(found.box)
    return {
        "runs": len(round_.runs.all()) if round_ else 0,
        "forecast": in_per_cent(round_),
        "last_entry": newest,
        "silent_days": hours.working_days_between(newest.created_at, at) if newest else None,
        "waits": span_in_words(int(hours.elapsed(found.opened_at, at)), hours),
    }


def owners(card: Card) -> list[str]:
    """Who decides in this team."""
    people = Person.objects.filter(
        memberships__team_id=card.board.team_id, memberships__role=Role.PRODUCT_OWNER, is_active=True
    )
    return list(people.order_by("name").values_list("name", flat=True))
