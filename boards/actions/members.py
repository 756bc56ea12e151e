"""A change of membership is a fact on every board of the team."""

from __future__ import annotations

from accounts.membership import MembershipChange
from boards.events import Cause, Fact, MemberAdded, MemberRemoved, MemberRoleChanged, record
from boards.models import Board


def record_membership(change: MembershipChange) -> None:
    """Record the change on the team's boards, locked in ascending order, inside the change's transaction."""
    fact = _fact(change)
    cause = Cause(actor=change.actor, at=change.at)
    boards = Board.objects.select_for_update(no_key=True).filter(
        team_id=change.membership.team_id, deleted_at=None
    )
    for board in boards.order_by("pk"):
        record(board, fact, cause)


def _fact(change: MembershipChange) -> Fact:
    person, role = change.membership.person.username, change.membership.role
    if change.kind == "added":
        return MemberAdded(person=person, role=role)
    if change.kind == "removed":
        return MemberRemoved(person=person, previous={"role": role})
    return MemberRoleChanged(person=person, role=role, previous={"role": change.previous_role})
