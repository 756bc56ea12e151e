"""`/cards/by-ref/{source}/{external_id}`: the same ticket is the same card."""

from __future__ import annotations

from boards.models import Board, Card
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World, kinds

PATH = "/cards/by-ref/jira/NLP-7?board=CHURN"


def test_a_ticket_is_created_updated_and_left_alone(ben: Caller, board: Board) -> None:
    body = {"title": "Ticket", "lane": "to do", "url": "https://jira.example.org/NLP-7"}
    first = ben.put(PATH, body)
    assert (first.status, first.json["result"], first.json["ref"]) == (201, "created", "CHURN-1")
    assert first.json["external"] == [{"source": "jira", "id": "NLP-7", "url": "https://jira.example.org/NLP-7"}]
    seen = kinds(board)
    same = ben.put(PATH, body)
    assert (same.status, same.json["result"], same.headers["ETag"]) == (200, "unchanged", first.headers["ETag"])
    assert kinds(board) == seen
    changed = ben.put(PATH, {**body, "title": "Ticket, renamed"})
    assert (changed.status, changed.json["result"], changed.json["title"]) == (200, "updated", "Ticket, renamed")
    assert Card.objects.count() == 1


def test_a_ticket_is_found_by_its_own_id(ben: Caller, board: Board) -> None:
    assert ben.get(PATH).status == 404
    made = ben.put(PATH, {"title": "Ticket"}).json
    assert ben.get(PATH).json["ref"] == made["ref"]


def test_an_id_may_hold_slashes(ben: Caller, board: Board) -> None:
    path = "/cards/by-ref/github/acme/churn%2312?board=CHURN"
    assert ben.put(path, {"title": "Issue"}).json["external"][0]["id"] == "acme/churn#12"
    assert ben.get(path).status == 200


def test_a_new_card_needs_a_title(ben: Caller, board: Board) -> None:
    assert ben.put(PATH, {}).fields == {"title": "required"}
    ben.put(PATH, {"title": "Ticket"})
    assert ben.put(PATH, {"priority": "high"}).json["result"] == "updated"


def test_the_board_must_be_named(ben: Caller, board: Board) -> None:
    assert ben.put("/cards/by-ref/jira/NLP-7", {"title": "x"}).fields == {"board": "required"}
    assert ben.get("/cards/by-ref/jira/NLP-7").status == 400


def test_each_board_has_its_own_tickets(ben: Caller, world: World, board: Board) -> None:
    world.board("SPAM")
    assert ben.put(PATH, {"title": "x"}).status == 201
    assert ben.put(PATH.replace("CHURN", "SPAM"), {"title": "x"}).status == 201


def test_the_board_of_others_is_not_there(sign: Sign, board: Board) -> None:
    assert sign("dan").put(PATH, {"title": "x"}).status == 404
    assert sign("dan").get(PATH).status == 404
    assert sign("vera").put(PATH, {"title": "x"}).status == 403


def test_strange_names_are_refused(ben: Caller, board: Board) -> None:
    assert ben.put("/cards/by-ref/%00/x?board=CHURN", {"title": "x"}).status in (400, 404)
    assert ben.put(f"/cards/by-ref/jira/{'x' * 201}?board=CHURN", {"title": "x"}).status == 400
    assert ben.put(f"/cards/by-ref/{'x' * 41}/1?board=CHURN", {"title": "x"}).status == 400
