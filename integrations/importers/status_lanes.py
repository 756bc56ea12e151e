"""The lane of each status, on a board that may have lanes of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.errors import Invalid
from boards.actions import add_lane
from boards.actions.lanes import MOST_LANES
from boards.events import Cause
from boards.models import Board, Lane
from integrations.importers.lanes import KEY_LENGTH, free_name, remember, tell_role
from integrations.importers.report import Report
from integrations.importers.tickets import Status
from integrations.models import ImportedLane

ORDER = {role: number for number, role in enumerate(Lane.Role)}


def in_order(statuses: Sequence[Status]) -> list[Status]:
    """From left to right as work goes; a file says no order, so those of one role stay as they come."""
    if len(statuses) >= MOST_LANES:
        sentence = _("The file has %(n)s different states and a board has at most %(most)s lanes.")
        raise Invalid(sentence % {"n": len(statuses), "most": MOST_LANES})
    return sorted(statuses, key=lambda each: ORDER[each.role or Lane.Role.QUEUE])


class StatusLanes:
    """Finds or makes lanes. A lane that was found once is kept, whatever it is called later on either side."""

    def __init__(self, cause: Cause, board: Board, source: str, report: Report) -> None:
        self._cause, self._board, self._source, self._report = cause, board, source, report
        rows = ImportedLane.objects.filter(board=board, source=source).select_related("lane")
        self._known = {row.external_id: row.lane for row in rows}
        self._lanes = list(board.lanes.all())

    def follow(self, statuses: Sequence[Status]) -> dict[str, Lane]:
        """The lane by the key of its status."""
        return {each.key: self._known.get(each.key[:KEY_LENGTH]) or self._find(each) for each in statuses}

    def _find(self, status: Status) -> Lane:
        lane = self._by_name(status) or self._by_role(status) or self._add(status)
        remember(lane, self._source, status)
        return lane

    def _by_name(self, status: Status) -> Lane | None:
        return next((lane for lane in self._lanes if lane.name.lower() == status.name.lower()), None)

    def _by_role(self, status: Status) -> Lane | None:
        """The first lane for the same; one that runs boxes lets no task in."""
        if status.role is None:
            return None
        lanes = (lane for lane in self._lanes if lane.role == status.role and not lane.runs_box)
        return next(lanes, None)

    def _add(self, status: Status) -> Lane:
        sentence = _("This file needs a lane %(name)s, and lanes are an admin's: ask one to import it.")
        require(
            self._cause.actor,
            Verb.CONFIGURE_BOARD,
            self._board.team_id,
            sentence=sentence % {"name": status.name},
        )
        name = free_name(status.name, {lane.name.lower() for lane in self._lanes})
        lane = add_lane(cause=self._cause, board=self._board, name=name, role=status.role or Lane.Role.QUEUE)
        self._lanes.append(lane)
        tell_role(self._report, lane, status)
        self._report.lanes["created"] += 1
        return lane
