"""The next export of a board that came before: what changed there changes here, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden
from accounts.models import Person, Team
from boards.actions import (
    Place,
    add_lane,
    archive_card,
    change_lane,
    create_card,
    delete_board,
    edit_card,
    move_card,
    trash_card,
)
from boards.models import Board, Card, Event, Lane
from hypotheses.models import LogEntry
from tests.integrations.trello import a_board, a_card, a_comment, a_list, archived, bring, drawn, is_gapless
from tests.world import World


@pytest.fixture
def first() -> dict[str, Any]:
    """Two lists and an archived one, as they were exported first."""
    to_do, doing, old = a_list("Next"), a_list("Doing"), a_list("Old", closed=True)
    cards = [a_card(to_do, name) for name in ("a", "b", "c")]
    cards += [a_card(doing, name) for name in ("d", "e")] + [a_card(old, "f")]
    return a_board([to_do, doing, old], cards, actions=[a_comment(cards[0], "hello")])


@pytest.fixture
def board(first: dict[str, Any], team: Team, ada: Person) -> Board:
    bring(first, team, ada)
    return Board.objects.get()


@pytest.fixture
def second(first: dict[str, Any], board: Board) -> dict[str, Any]:
    """The same board somewhat later; the first export has come in."""
    return copy.deepcopy(first)


def card_of(export: dict[str, Any], name: str) -> dict[str, Any]:
    return next(card for card in export["cards"] if card["name"] == name)


def here(title: str) -> Card:
    return Card.objects.get(title=title)


def seq(board: Board) -> int:
    board.refresh_from_db()
    return board.seq


def test_the_same_export_twice_changes_nothing(
    board: Board, first: dict[str, Any], team: Team, ada: Person
) -> None:
    before, cards = seq(board), list(Card.objects.values_list("version", "updated_at"))
    report = bring(first, team, ada)
    assert seq(board) == before
    assert list(Card.objects.values_list("version", "updated_at")) == cards
    assert report.cards == {"unchanged": 6, "gone": 0}
    assert (report.comments["carried"], report.comments["known"]) == (0, 1)
    assert not report.is_new


def test_changed_fields_follow_and_nothing_else(
    board: Board, second: dict[str, Any], team: Team, ada: Person
) -> None:
    before = seq(board)
    card_of(second, "b").update(name="B!", desc="new", due="2026-01-01T10:00:00.000Z", labels=[{"name": "x"}])
    report = bring(second, team, ada)
    card = here("B!")
    assert (card.description, card.face["labels"][0]["name"]) == ("new", "x")
    assert (report.cards["updated"], report.cards["unchanged"]) == (1, 5)
    assert list(Event.objects.after(board.pk, before).values_list("kind", flat=True)) == ["card.edited"]
    assert Board.objects.count() == 1
    assert is_gapless(board)


def test_moves_and_a_new_order_follow(board: Board, second: dict[str, Any], team: Team, ada: Person) -> None:
    doing = second["lists"][1]
    card_of(second, "a").update(idList=doing["id"], pos=card_of(second, "d")["pos"] + 0.5)
    card_of(second, "c")["pos"] = card_of(second, "b")["pos"] - 0.5
    second["cards"].append(a_card(doing, "new", pos=0.1))
    report = bring(second, team, ada)
    assert drawn(board) == {"backlog": [], "Next": ["c", "b"], "Doing": ["new", "d", "a", "e"]}
    assert (report.cards["created"], report.cards["updated"]) == (1, 2)


def test_a_list_in_the_opposite_order(board: Board, second: dict[str, Any], team: Team, ada: Person) -> None:
    for card in second["cards"]:
        card["pos"] = -card["pos"]
    bring(second, team, ada)
    assert drawn(board) == {"backlog": [], "Next": ["c", "b", "a"], "Doing": ["e", "d"]}


def test_closing_and_opening_follow(board: Board, second: dict[str, Any], team: Team, ada: Person) -> None:
    card_of(second, "d")["closed"] = True
    report = bring(second, team, ada)
    assert archived(board) == ["d", "f"]
    assert report.cards["archived"] == 1
    card_of(second, "d")["closed"] = False
    report = bring(second, team, ada)
    assert drawn(board)["Doing"] == ["d", "e"]
    assert report.cards["restored"] == 1


def test_a_card_that_is_gone_there_stays_here(
    board: Board, second: dict[str, Any], team: Team, ada: Person
) -> None:
    second["cards"].remove(card_of(second, "b"))
    report = bring(second, team, ada)
    assert drawn(board)["Next"] == ["a", "b", "c"]
    assert report.cards["gone"] == 1


def test_renamed_lists_rename_their_lanes(board: Board, second: dict[str, Any], team: Team, ada: Person) -> None:
    second["lists"][0]["name"] = "Doing"
    report = bring(second, team, ada)
    assert drawn(board) == {"backlog": [], "Doing (2)": ["a", "b", "c"], "Doing": ["d", "e"]}
    assert report.lanes["renamed"] == 1


def test_lists_in_another_order_move_their_lanes(
    board: Board, second: dict[str, Any], team: Team, ada: Person
) -> None:
    to_do, doing, _ = second["lists"]
    to_do["pos"], doing["pos"] = 9_000_000, 8_000_000
    second["lists"].append(a_list("Between", pos=8_500_000))
    report = bring(second, team, ada)
    assert list(drawn(board)) == ["backlog", "Doing", "Between", "Next"]
    assert (report.lanes["moved"], report.lanes["created"]) == (1, 1)
    assert sorted(Lane.objects.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_a_list_that_was_archived_loses_its_lane(
    board: Board, second: dict[str, Any], team: Team, ada: Person
) -> None:
    second["lists"][1]["closed"] = True
    report = bring(second, team, ada)
    assert drawn(board) == {"backlog": [], "Next": ["a", "b", "c"]}
    assert archived(board) == ["d", "e", "f"]
    assert report.lanes["removed"] == 1
    assert bring(second, team, ada).cards == {"unchanged": 6, "gone": 0}


def test_a_list_that_came_back_brings_its_cards(
    board: Board, second: dict[str, Any], team: Team, ada: Person
) -> None:
    second["lists"][2]["closed"] = False
    bring(second, team, ada)
    assert drawn(board)["Old"] == ["f"]
    assert here("f").face["labels"] == []


def test_the_lane_of_an_archived_list_stays_for_cards_made_here(
    world: World, board: Board, second: dict[str, Any]
) -> None:
    create_card(cause=world.by("ben"), board=board, title="ours", place=Place(lane=board.lanes.get(name="Doing")))
    second["lists"][1]["closed"] = True
    report = bring(second, world.team, world.ada)
    assert drawn(board)["Doing"] == ["ours"]
    assert report.lanes["kept"] == 1


def test_what_was_changed_here_stays_until_it_changes_there(
    world: World, board: Board, second: dict[str, Any]
) -> None:
    ben = world.by("ben")
    lane = add_lane(cause=world.by("ada"), board=board, name="Ours")
    edit_card(cause=ben, card=here("a"), changes={"title": "a, better", "kind": "hypothesis"})
    move_card(cause=ben, card=here("b"), place=Place(lane=lane))
    archive_card(cause=ben, card=here("c"))
    change_lane(cause=world.by("ada"), lane=board.lanes.get(name="Next"), changes={"name": "Soon"})
    before = seq(board)
    bring(second, world.team, world.ada)
    assert seq(board) == before
    card_of(second, "a")["desc"] = "more"
    bring(second, world.team, world.ada)
    card = here("a, better")
    assert (card.description, card.kind) == ("more", "hypothesis")
    assert drawn(board) == {"backlog": [], "Soon": ["a, better"], "Doing": ["d", "e"], "Ours": ["b"]}


def test_a_card_in_the_trash_is_left_alone(world: World, board: Board, second: dict[str, Any]) -> None:
    trash_card(cause=world.by("ben"), card=here("a"))
    card_of(second, "a")["desc"] = "more"
    second["actions"].append(a_comment(card_of(second, "a"), "late"))
    report = bring(second, world.team, world.ada)
    assert here("a").trashed_at is not None
    assert report.cards["trashed"] == 1
    assert LogEntry.objects.count() == 1


def test_only_new_comments_are_added(board: Board, second: dict[str, Any], team: Team, ada: Person) -> None:
    second["actions"] = [a_comment(card_of(second, "a"), "again"), *second["actions"]]
    report = bring(second, team, ada)
    assert (report.comments["carried"], report.comments["known"]) == (1, 1)
    assert here("a").face["log"] == 2


def test_a_full_lane_sends_cards_to_the_backlog(world: World, board: Board, second: dict[str, Any]) -> None:
    changes = {"wip_limit": 2, "wip_mode": "block"}
    change_lane(cause=world.by("ada"), lane=board.lanes.get(name="Doing"), changes=changes)
    second["cards"].append(a_card(second["lists"][1], "one too many"))
    card_of(second, "a")["idList"] = second["lists"][1]["id"]
    report = bring(second, world.team, world.ada)
    assert drawn(board) == {"backlog": ["one too many"], "Next": ["a", "b", "c"], "Doing": ["d", "e"]}
    assert report.changed["cards that Doing does not let in (its limit or its rules)"].count == 2


def test_the_product_owner_ranks_the_backlog_not_an_import(world: World) -> None:
    backlog = a_list("Backlog")
    export = a_board([backlog], [a_card(backlog, "a"), a_card(backlog, "b")])
    bring(export, world.team, world.ada)
    for card in export["cards"]:
        card["pos"] = -card["pos"]
    report = bring(export, world.team, world.ada)
    assert drawn(Board.objects.get()) == {"Backlog": ["a", "b"]}
    assert report.left_out["new places in the backlog, which the product owner ranks"].count == 2
    bring(export, world.team, world.petra)
    assert drawn(Board.objects.get()) == {"Backlog": ["b", "a"]}


def test_another_key_for_the_same_board_is_refused(
    board: Board, first: dict[str, Any], team: Team, ada: Person
) -> None:
    with pytest.raises(Conflict, match="here already as SPACE"):
        bring(first, team, ada, key="OTHER")
    assert not bring(first, team, ada, key="SPACE").is_new


def test_a_deleted_board_comes_in_as_a_new_one(world: World, board: Board, first: dict[str, Any]) -> None:
    delete_board(cause=world.by("ada"), board=board)
    report = bring(first, world.team, world.ada)
    assert (report.is_new, report.board) == (True, "SPACE2")


def test_lanes_are_an_admins(world: World, board: Board, second: dict[str, Any]) -> None:
    second["lists"].append(a_list("New"))
    with pytest.raises(Forbidden, match="lanes are an admin's"):
        bring(second, world.team, world.petra)
