"""The crowd of T14: `python -m tools.faults.sqlite_crowd PROCESSES WRITES` prints what came of it as JSON."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from datetime import timedelta
from functools import partial
from multiprocessing.pool import AsyncResult
from typing import Any

from tools.proof.house import begin

begin({})

from django.db import DatabaseError, connection  # noqa: E402 (models after the setup)
from django.utils import timezone  # noqa: E402

from boards import actions  # noqa: E402
from boards.events import Cause  # noqa: E402
from boards.models import Board, Card, Event  # noqa: E402
from boards.readers.snapshot import snapshot  # noqa: E402
from tests.world import lane_of, make_world  # noqa: E402
from timeboxes.actions import expire_due, mark_due  # noqa: E402
from tools.faults.boxes import due_at, research_board  # noqa: E402
from tools.proof.boards import flaws  # noqa: E402

READERS, BOXES = 4, 4
Outcome = tuple[int, float, list[str]]


def main(processes: int, writes: int) -> dict[str, Any]:
    world = make_world()
    board = research_board(world, "T14")
    for number in range(BOXES):
        due_at(world, board, f"Box {number}", timezone.now() + timedelta(seconds=number))
    connection.close()  # a connection must not be shared by processes
    crowd = multiprocessing.get_context("fork").Pool(processes + READERS + 1)
    running: list[AsyncResult[Outcome]] = [
        *[crowd.apply_async(write, (board.pk, world.ben.pk, number, writes)) for number in range(processes)],
        *[crowd.apply_async(read, (board.pk, writes)) for _ in range(READERS)],
        crowd.apply_async(sweep, (writes,)),
    ]
    outcomes = [each.get() for each in running]
    expire_due(timezone.now() + timedelta(seconds=BOXES))
    expired = Event.objects.filter(board=board, kind="timebox.expired")
    return {
        "acts": sum(number for number, _, _ in outcomes),
        "longest": max(longest for _, longest, _ in outcomes[:processes]),
        "errors": [error for _, _, errors in outcomes for error in errors],
        "cards": Card.objects.filter(board=board, title__startswith="Writer").count(),
        "boxes": BOXES,
        "expired": expired.values("card").distinct().count() if expired.count() == BOXES else expired.count(),
        "flaws": flaws(board),
    }


def write(board_id: int, person_id: int, number: int, writes: int) -> Outcome:
    """Make a card and move it, again and again."""
    board = Board.objects.get(pk=board_id)
    ben, lanes = board.team.memberships.get(person=person_id).person, ("to do", "code review")
    places = [actions.Place(lane=lane_of(board, lane)) for lane in lanes]

    def act(count: int) -> None:
        cause = Cause(actor=ben, at=timezone.now())
        card = actions.create_card(cause=cause, board=board, title=f"Writer {number} {count}", place=places[0])
        actions.move_card(cause=cause, card=card, place=places[1])

    return _timed([partial(act, count) for count in range(writes)])


def read(board_id: int, times: int) -> Outcome:
    board = Board.objects.get(pk=board_id)
    return _timed([partial(snapshot, board, timezone.now())] * times)


def sweep(times: int) -> Outcome:
    def act() -> None:
        mark_due(timezone.now())
        expire_due(timezone.now())
        time.sleep(0.2)

    return _timed([act] * times)


def _timed(acts: list[Any]) -> Outcome:
    longest, errors = 0.0, []
    for act in acts:
        began = time.monotonic()
        try:
            act()
        except DatabaseError as error:
            errors.append(f"{act}: {error}")
        longest = max(longest, time.monotonic() - began)
    return len(acts), longest, errors


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
