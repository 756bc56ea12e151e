"""What recurs on the board of an estate: an iteration, increments, meetings with notes, a calendar feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from boards.models import Board
from cadence import actions as cadence
from cadence.models import MeetingKind
from cadence.rule import Rule
from tests.world import World

DAYS = {"starts_on": date(2099, 1, 1), "ends_on": date(2099, 2, 1)}


def recurring(world: World, board: Board, say: Callable[[str], str]) -> dict[str, Any]:
    """The names of three of each where one is removed by the API and another by a page.

    A board has one iteration at a time, so the one that the API removes is on a board apart.
    """
    owner, ben = world.by("petra"), world.by()
    iteration = cadence.plan_iteration(cause=owner, board=board, goal=say("A goal"))
    items = [
        cadence.add_item(cause=owner, iteration=iteration, card=world.card(board, say("An item")).ref)
        for _ in range(3)
    ]
    tasks = [cadence.add_task(cause=ben, item=items[0], kind="create", title=say("A task")) for _ in range(3)]
    increments = [
        cadence.plan_increment(cause=owner, board=board, name=say(f"Increment {n}"), goal=say("Fewer"), **DAYS)
        for n in range(4)
    ]
    when: dict[str, Any] = {"rule": Rule("week", "tue"), "time": time(10)}
    series = [cadence.schedule_meeting(cause=owner, board=board, kind="item_review", **when) for _ in range(3)]
    meetings = [cadence.hold_meeting(cause=ben, board=board, kind=kind) for kind in MeetingKind.values]
    notes = [cadence.add_note(cause=ben, meeting=meetings[0], text=say("A note")) for _ in range(3)]
    cadence.write_minutes(cause=ben, meeting=meetings[0], minutes=say("Minutes"))
    kinds: dict[str, list[Any]] = {
        "item": items,
        "task": tasks,
        "series": series,
        "meeting": meetings,
        "note": notes,
    }
    names: dict[str, Any] = {}
    for name, rows in {**kinds, "increment": increments}.items():
        kept, doomed, second = (row.pk for row in rows[:3])
        names |= {f"{name}_id": kept, f"doomed_{name}": doomed, f"second_{name}": second}
    apart = world.board(f"{board.key}X")
    doomed = cadence.plan_iteration(cause=owner, board=apart, goal=say("A goal"))
    secret = cadence.make_feed(person=world.ben, board=board, at=world.at)
    return {
        **names,
        "iteration_id": iteration.pk,
        "apart_key": apart.key,
        "doomed_iteration": doomed.pk,
        "last_increment": increments[3].pk,
        "feed_secret": secret,
    }
