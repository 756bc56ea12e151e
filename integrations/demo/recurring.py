"""What recurs in the story of the demo: an iteration, an increment, meetings with notes, dots and actions."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from boards.events import Cause
from cadence import actions
from cadence.models import Iteration, Meeting
from cadence.rule import Rule
from integrations.demo.stage import Act, Stage


def iteration(goal: str) -> Act:
    return lambda stage, cause, name: actions.plan_iteration(cause=cause, board=stage.board, goal=goal)


def item(*tasks: tuple[str, str, str], done: int = 0) -> Act:
    """The card becomes an item with tasks (kind, title, who); the first `done` of them are done."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        open_one = Iteration.objects.get(board=stage.board, closed_at=None)
        found = actions.add_item(cause=cause, iteration=open_one, card=stage.refs[name])
        for number, (kind, title, who) in enumerate(tasks):
            task = actions.add_task(cause=cause, item=found, kind=kind, title=title, assignee=who)
            if number < done:
                actions.change_task(cause=cause, task=task, changes={"done": True})

    return act


def start() -> Act:
    def act(stage: Stage, cause: Cause, name: str) -> None:
        actions.start_iteration(cause=cause, iteration=Iteration.objects.get(board=stage.board, closed_at=None))

    return act


def increment(title: str, goal: str, days: int) -> Act:
    def act(stage: Stage, cause: Cause, name: str) -> None:
        first = cause.at.date()
        span = {"starts_on": first, "ends_on": first + timedelta(days=days)}
        actions.plan_increment(cause=cause, board=stage.board, name=title, goal=goal, **span)

    return act


def schedule(kind: str, rule: Rule, at: time, minutes: int) -> Act:
    when: dict[str, Any] = {"rule": rule, "time": at, "minutes": minutes}
    return lambda stage, cause, name: actions.schedule_meeting(cause=cause, board=stage.board, kind=kind, **when)


def hold(kind: str, *notes: tuple[str, str, int]) -> Act:
    """Everybody writes; then the notes (column, text, dots of who holds it) are revealed."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        meeting = actions.hold_meeting(cause=cause, board=stage.board, kind=kind)
        written = [
            (actions.add_note(cause=cause, meeting=meeting, column=column, text=text), dots)
            for column, text, dots in notes
        ]
        actions.reveal_notes(cause=cause, meeting=meeting)
        for note, dots in written:
            actions.vote(cause=cause, note=note, count=dots)

    return act


def decide(title: str, assignee: str) -> Act:
    return lambda stage, cause, name: actions.add_action(
        cause=cause, meeting=_open(stage), title=title, assignee=assignee
    )


def close(minutes: str) -> Act:
    def act(stage: Stage, cause: Cause, name: str) -> None:
        actions.write_minutes(cause=cause, meeting=_open(stage), minutes=minutes)
        actions.close_meeting(cause=cause, meeting=_open(stage))

    return act


def _open(stage: Stage) -> Meeting:
    return Meeting.objects.get(board=stage.board, closed_at=None)
