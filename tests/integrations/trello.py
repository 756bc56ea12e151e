"""Small Trello exports of our own, in the shapes that real ones have."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Person, Team
from boards.events import Cause
from boards.models import Board, Card, Event, Lane
from integrations.importers.report import Report
from integrations.importers.trello import import_trello

BOARD_ID = "5f0000000000000000000001"
_numbers = count(1)


def trello_id() -> str:
    """An id as Trello makes it: it begins with the second it was made in (here in July 2020)."""
    return f"5f000000{next(_numbers):016x}"


def a_list(name: str, *, closed: bool = False, pos: float | None = None) -> dict[str, Any]:
    id_ = trello_id()
    return {"id": id_, "name": name, "closed": closed, "pos": next(_numbers) if pos is None else pos}


def a_card(in_list: dict[str, Any], name: str, **fields: Any) -> dict[str, Any]:
    id_ = trello_id()
    plain = {
        "id": id_,
        "idList": in_list["id"],
        "name": name,
        "desc": "",
        "closed": False,
        "pos": next(_numbers),
        "labels": [],
        "idMembers": [],
        "idChecklists": [],
        "idMembersVoted": [],
        "attachments": [],
        "badges": {"comments": 0, "votes": 0},
        "due": None,
        "shortUrl": f"https://trello.com/c/{id_[-8:]}",
        "email": f"ada+{id_[-6:]}@boards.trello.com",
    }
    return {**plain, **fields}


def a_comment(
    on: dict[str, Any], text: str, *, by: str = "Mo Wanderer", date: str = "2020-08-01T10:00:00.000Z"
) -> Any:
    creator = {"id": trello_id(), "fullName": by, "username": by.lower().replace(" ", "")}
    data = {"text": text, "card": {"id": on["id"], "name": on["name"]}}
    return {"id": trello_id(), "type": "commentCard", "date": date, "data": data, "memberCreator": creator}


def a_board(lists: list[Any], cards: list[Any], **fields: Any) -> dict[str, Any]:
    return {"id": BOARD_ID, "name": "Space probe", "closed": False, "lists": lists, "cards": cards, **fields}


def bring(board: dict[str, Any] | bytes, team: Team, person: Person, **options: Any) -> Report:
    """Import it as a person would."""
    content = board if isinstance(board, bytes) else json.dumps(board).encode()
    cause = Cause(actor=person, at=timezone.now(), origin="import:trello", notify=False)
    return import_trello(content, team, cause, **options)


def drawn(board: Board) -> dict[str, list[str]]:
    """The board as text: the titles of the open cards of each lane, from top to bottom."""
    lanes = Lane.objects.filter(board=board)
    return {lane.name: [card.title for card in lane.cards.open().in_order()] for lane in lanes}


def archived(board: Board) -> list[str]:
    return sorted(Card.objects.filter(board=board, archived_at__isnull=False).values_list("title", flat=True))


def is_gapless(board: Board) -> bool:
    board.refresh_from_db()
    seqs = Event.objects.filter(board=board).order_by("seq").values_list("seq", flat=True)
    return list(seqs) == list(range(1, board.seq + 1))
