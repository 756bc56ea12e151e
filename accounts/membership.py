"""Who is told when somebody joins, leaves or changes role: the boards' logs register here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accounts.models import Membership, Person


@dataclass(frozen=True, kw_only=True)
class MembershipChange:
    """One change of a membership, told inside its transaction."""

    kind: Literal["added", "removed", "role_changed"]
    membership: Membership
    actor: Person
    at: datetime
    previous_role: str = ""


_listeners: list[Callable[[MembershipChange], None]] = []


def on_change(listener: Callable[[MembershipChange], None]) -> None:
    _listeners.append(listener)


def tell(change: MembershipChange) -> None:
    for listener in _listeners:
        listener(change)
