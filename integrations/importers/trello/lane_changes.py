"""What became of the lists since the last import: new ones, new names, another order, archived ones."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.access import Verb, may, require
from boards.actions import add_lane, change_lane, move_lane, remove_lane
from boards.events import Cause
from boards.models import Board, Lane
from integrations.importers.lanes import free_name, remember, tell_role
from integrations.importers.report import Report
from integrations.importers.trello.export import SOURCE, TrelloBoard, TrelloList, open_lists
from integrations.models import ImportedLane


class LaneChanges:
    """Follows the lists of one board. A lane changed here stays so, unless its list changed in Trello as well."""

    def __init__(self, cause: Cause, board: Board, export: TrelloBoard, report: Report) -> None:
        self._cause, self._board, self._report = cause, board, report
        self._lists = open_lists(export)
        rows = ImportedLane.objects.filter(board=board, source=SOURCE).select_related("lane")
        self._known = {row.external_id: row for row in rows.order_by("pos", "external_id")}
        now = [each.id for each in self._lists]
        before = [id_ for id_ in self._known if id_ in now]
        self._reordered = before != [id_ for id_ in now if id_ in self._known]

    def follow(self) -> dict[str, Lane]:
        """The lane of each open list, by the list's id, after bringing the lanes up to date."""
        lanes: dict[str, Lane] = {}
        left: Lane | None = None
        for each in self._lists:
            row = self._known.get(each.id)
            lane = lanes[each.id] = self._change(each, row, left) if row else self._add(each, left)
            left = left if lane.is_backlog else lane  # the backlog stands first, wherever its list does
        return lanes

    def clear(self, backlog: Lane) -> None:
        """Remove the lanes whose list is archived by now, if no open card is left in them."""
        now = {each.id for each in self._lists}
        may_remove = may(self._cause.actor, Verb.CONFIGURE_BOARD, self._board.team_id)
        for row in [row for id_, row in self._known.items() if id_ not in now and not row.lane.is_backlog]:
            if may_remove and not row.lane.cards.open().exists():
                remove_lane(cause=self._cause, lane=row.lane, move_cards_to=backlog)
                self._report.lanes["removed"] += 1
            else:
                self._report.lanes["kept"] += 1

    def _add(self, each: TrelloList, left: Lane | None) -> Lane:
        """A lane to the right of the list's neighbour. The board has its backlog already."""
        self._require_admin()
        role = each.status.role or Lane.Role.QUEUE
        lane = add_lane(
            cause=self._cause,
            board=self._board,
            name=self._free(each.name),
            position=_position(left) + 1,
            role=Lane.Role.QUEUE if role == Lane.Role.BACKLOG else role,
        )
        remember(lane, SOURCE, each.status)
        tell_role(self._report, lane, each.status)
        self._report.lanes["created"] += 1
        return lane

    def _change(self, each: TrelloList, row: ImportedLane, left: Lane | None) -> Lane:
        lane, changed = row.lane, False
        if row.name != each.name:
            self._require_admin()
            changes = {"name": self._free(each.name, but=lane)}
            lane, changed = change_lane(cause=self._cause, lane=lane, changes=changes), True
            self._report.lanes["renamed"] += 1
        if self._reordered and not lane.is_backlog and _position(lane) < _position(left):
            self._require_admin()
            lane, changed = move_lane(cause=self._cause, lane=lane, position=_position(left)), True
            self._report.lanes["moved"] += 1
        if changed or row.pos != each.pos:
            remember(lane, SOURCE, each.status)
        self._report.lanes["unchanged"] += not changed and not self._report.is_new
        return lane

    def _free(self, name: str, *, but: Lane | None = None) -> str:
        others = self._board.lanes.exclude(pk=but.pk) if but else self._board.lanes.all()
        return free_name(name, {other.lower() for other in others.values_list("name", flat=True)})

    def _require_admin(self) -> None:
        sentence = _(
            "The lists of this board have changed in Trello and lanes are an admin's: ask one to import it."
        )
        require(self._cause.actor, Verb.CONFIGURE_BOARD, self._board.team_id, sentence=sentence)


def _position(lane: Lane | None) -> int:
    """Where the lane stands now; every move of a lane may renumber the others."""
    return Lane.objects.values_list("position", flat=True).get(pk=lane.pk) if lane else 0
