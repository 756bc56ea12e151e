"""Lanes for what another system calls a list or a status: by its key, since names change on either side.

The role of a lane comes from its name where that is certain, or from the file; else it is a queue.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as noop

from accounts.models import Team
from boards.actions import create_board
from boards.events import Cause
from boards.models import Board, BoardPreset, Lane
from boards.presets import LaneSketch
from integrations.importers.report import Report
from integrations.importers.tickets import Status
from integrations.models import ImportedLane

NAME_LENGTH = 120
NOTES = (UNSURE := noop("lanes made queues, since nothing says what they are for"),)
KEY_LENGTH = 64  # of ImportedLane.external_id


def make_board(
    cause: Cause, team: Team, source: str, identity: str, statuses: Sequence[Status], key: str, name: str,
    report: Report,
) -> Board:  # fmt: skip
    """A board with one lane per status, after its backlog: the status that is one, or an empty lane."""
    sketches = _sketches(statuses)
    order = sorted(zip(sketches, statuses, strict=True), key=lambda pair: pair[0].role != Lane.Role.BACKLOG)
    lanes = [sketch for sketch, _status in order]
    backlog = [] if lanes and lanes[0].role == Lane.Role.BACKLOG else [_added_backlog(lanes)]
    board = create_board(
        cause=cause,
        team=team,
        key=key,
        name=name,
        preset=BoardPreset.BLANK,
        lanes=(*backlog, *lanes),
        source=identity,
    )
    for lane, (_sketch, each) in zip(list(board.lanes.all())[len(backlog) :], order, strict=True):
        remember(lane, source, each)
        tell_role(report, lane, each)
    report.lanes["created"] = len(lanes)
    return board


def remember(lane: Lane, source: str, status: Status) -> None:
    """Note which lane stands for the status, and what the status looks like now."""
    ImportedLane.objects.update_or_create(
        board_id=lane.board_id,
        source=source,
        external_id=status.key[:KEY_LENGTH],
        defaults={"lane": lane, "name": status.name[:NAME_LENGTH], "pos": status.pos},
    )


def tell_role(report: Report, lane: Lane, status: Status) -> None:
    is_sure = status.role == lane.role
    if not is_sure:
        report.change(UNSURE, lane.name)
    report.roles[lane.name] = lane.role if is_sure else f"{lane.role} (its name does not say)"


def free_name(name: str, taken: set[str]) -> str:
    """The name as a lane may bear it: " (2)" and so on where it is taken. `taken` holds small letters."""
    plain = name[:NAME_LENGTH].strip() or "(no name)"
    found, number = plain, 1
    while found.lower() in taken:
        number += 1
        suffix = f" ({number})"
        found = plain[: NAME_LENGTH - len(suffix)] + suffix
    taken.add(found.lower())
    return found


def _sketches(statuses: Sequence[Status]) -> list[LaneSketch]:
    """One per status; only the first backlog is one, since a board has one."""
    taken: set[str] = set()
    sketches: list[LaneSketch] = []
    for each in statuses:
        role = each.role or Lane.Role.QUEUE
        if role == Lane.Role.BACKLOG and any(sketch.role == role for sketch in sketches):
            role = Lane.Role.QUEUE
        sketches.append(LaneSketch(free_name(each.name, taken), role))
    return sketches


def _added_backlog(lanes: list[LaneSketch]) -> LaneSketch:
    return LaneSketch(free_name("backlog", {lane.name.lower() for lane in lanes}), Lane.Role.BACKLOG)
