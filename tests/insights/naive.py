"""The same questions answered the slow way: event after event, day after day, straight from the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from boards.models import Board, Card, Event

History = list[tuple[datetime, str, str]]


def histories(board: Board) -> dict[str, History]:
    """By ref of every card that is not in the trash: from when on it was in which lane, with that lane's role."""
    found: dict[str, History] = defaultdict(list)
    for event in Event.objects.filter(board=board).order_by("seq"):
        data: dict[str, Any] = event.data
        own = found[event.card_ref]
        if event.kind in ("card.created", "card.restored"):
            own.append((event.at, data["lane"], data["lane_role"]))
        elif event.kind == "card.moved" and data["from"] != data["to"]:
            own.append((event.at, data["to"], data["to_role"]))
        elif event.kind in ("card.archived", "card.trashed") and own[-1][2] != "done":
            own.append((event.at, "", ""))
    alive = set(Card.objects.filter(board=board, trashed_at=None).values_list("ref", flat=True))
    return {ref: history for ref, history in found.items() if ref in alive}


def counts_at(board: Board, at: datetime) -> Counter[str]:
    """How many cards each lane held at an instant."""
    found: Counter[str] = Counter()
    for history in histories(board).values():
        places = [lane for since, lane, _ in history if since <= at]
        if places and places[-1]:
            found[places[-1]] += 1
    return found


def finishes(board: Board) -> dict[str, datetime]:
    """When each card that is done was finished: the first entry of its last unbroken time in done, by a move."""
    found = {}
    came = set(
        Event.objects.filter(board=board, kind="card.created", data__lane_role="done").values_list(
            "card_ref", flat=True
        )
    )
    for ref, history in histories(board).items():
        last = len(history)
        while last and history[last - 1][2] == "done":
            last -= 1
        if last < len(history) and not (last == 0 and ref in came):
            found[ref] = history[last][0]
    return found
