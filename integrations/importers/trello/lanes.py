"""Lists become lanes, by their id: names may repeat, change on either side, or be taken.

An archived list gets no lane. The role of a lane comes from its name where that is certain, else it is a queue.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Team
from boards.actions import create_board
from boards.actions.lanes import MOST_LANES
from boards.events import Cause
from boards.models import Board, BoardPreset, Lane
from boards.presets import LaneSketch
from integrations.importers.report import Report
from integrations.importers.trello.export import LIST_NAME_LENGTH, TrelloBoard, TrelloList
from integrations.importers.trello.reading import BadExport
from integrations.importers.trello.roles import role_of
from integrations.models import ImportedLane

SOURCE = "trello"


def source_of(export: TrelloBoard) -> str:
    """What the board notes as its origin, so that a second export of it finds the same board."""
    return f"{SOURCE}:{export.id}"


def open_lists(export: TrelloBoard) -> list[TrelloList]:
    lists = [each for each in export.lists if not each.archived]
    if len(lists) >= MOST_LANES:
        sentence = _("The board has %(n)s open lists and a board here has at most %(most)s lanes.")
        raise BadExport(sentence % {"n": len(lists), "most": MOST_LANES})
    return lists


def make_board(cause: Cause, team: Team, export: TrelloBoard, key: str, name: str, report: Report) -> Board:
    """A board with one lane per open list, after its backlog: the list of that name, or an empty lane."""
    lists = open_lists(export)
    sketches = _sketches(lists)
    order = sorted(zip(sketches, lists, strict=True), key=lambda pair: pair[0].role != Lane.Role.BACKLOG)
    lanes = [sketch for sketch, _ in order]
    backlog = [] if lanes and lanes[0].role == Lane.Role.BACKLOG else [_added_backlog(lanes)]
    board = create_board(
        cause=cause,
        team=team,
        key=key,
        name=name,
        preset=BoardPreset.BLANK,
        lanes=(*backlog, *lanes),
        source=source_of(export),
    )
    for lane, (_sketch, each) in zip(list(board.lanes.all())[len(backlog) :], order, strict=True):
        remember(lane, each)
        tell_role(report, lane)
    report.lanes["created"] = len(lanes)
    return board


def remember(lane: Lane, trello_list: TrelloList) -> None:
    """Note which lane stands for the list, and what the list looks like now."""
    ImportedLane.objects.update_or_create(
        board_id=lane.board_id,
        source=SOURCE,
        external_id=trello_list.id,
        defaults={"lane": lane, "name": trello_list.name, "pos": trello_list.pos},
    )


def tell_role(report: Report, lane: Lane) -> None:
    is_sure = role_of(lane.name) == lane.role
    report.roles[lane.name] = lane.role if is_sure else f"{lane.role} (its name does not say)"


def free_name(name: str, taken: set[str]) -> str:
    """The name as a lane may bear it: " (2)" and so on where it is taken. `taken` holds small letters."""
    plain = name or "(no name)"
    found, number = plain, 1
    while found.lower() in taken:
        number += 1
        suffix = f" ({number})"
        found = plain[: LIST_NAME_LENGTH - len(suffix)] + suffix
    taken.add(found.lower())
    return found


def _sketches(lists: list[TrelloList]) -> list[LaneSketch]:
    """One per list; only the first backlog is one, since a board has one."""
    taken: set[str] = set()
    sketches: list[LaneSketch] = []
    for each in lists:
        role = role_of(each.name) or Lane.Role.QUEUE
        if role == Lane.Role.BACKLOG and any(sketch.role == role for sketch in sketches):
            role = Lane.Role.QUEUE
        sketches.append(LaneSketch(free_name(each.name, taken), role))
    return sketches


def _added_backlog(lanes: list[LaneSketch]) -> LaneSketch:
    return LaneSketch(free_name("backlog", {lane.name.lower() for lane in lanes}), Lane.Role.BACKLOG)
