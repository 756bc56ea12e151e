"""Many cards and links at once say the same as one by one."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Forbidden
from boards.actions import Place, change_lane, create_card
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.actions.link_many import Pair, link_many
from boards.actions.move import WipLimitReached
from boards.models import Board, Card, CardLink, Event, Lane
from boards.ranks import MAX_LENGTH
from boards.rules import LaneRuleBroken
from tests.world import World, lane_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    world.card(board, "Here before")
    return board


def draft(lane: Lane, title: str, **fields: Any) -> Draft:
    return Draft(lane=lane, title=title, external=ExternalId(source="x", external_id=title), **fields)


def titles(lane: Lane) -> list[str]:
    return [card.title for card in lane.cards.open().in_order()]


def test_cards_go_below_those_that_are_there(world: World, board: Board) -> None:
    lane = lane_of(board, "to do")
    fill_board(cause=world.by("ben"), board=board, drafts=[draft(lane, "One"), draft(lane, "Two")])
    fill_board(cause=world.by("ben"), board=board, drafts=[draft(lane, "Three")])
    assert titles(lane) == ["Here before", "One", "Two", "Three"]
    assert [card.ref for card in lane.cards.in_order()] == ["CHURN-1", "CHURN-2", "CHURN-3", "CHURN-4"]
    facts = Event.objects.filter(kind="card.created").order_by("seq")
    assert [fact.data["after"] for fact in facts] == [None, "CHURN-1", "CHURN-2", "CHURN-3"]
    board.refresh_from_db()
    assert (board.last_number, board.seq) == (4, Event.objects.filter(board=board).count())


def test_a_lane_whose_end_is_narrow_is_spread_anew(world: World, board: Board) -> None:
    lane = lane_of(board, "to do")
    Card.objects.update(rank="z" * 60)
    fill_board(cause=world.by("ben"), board=board, drafts=[draft(lane, "One"), draft(lane, "Two")])
    assert titles(lane) == ["Here before", "One", "Two"]
    assert max(len(rank) for rank in lane.cards.values_list("rank", flat=True)) <= MAX_LENGTH


@pytest.mark.parametrize("kind", ["task", "hypothesis", "exploration"])
def test_a_card_of_many_is_like_one_that_was_made_alone(world: World, board: Board, kind: str) -> None:
    lane = lane_of(board, "to do")
    fields: dict[str, Any] = {
        "kind": kind,
        "description": "text",
        "labels": ["b", "a"],
        "assignees": ["petra", "ben"],
        "priority": "high",
        "value": 3,
        "weight": 2,
        "due_at": world.at,
    }
    (many,) = fill_board(cause=world.by("ben"), board=board, drafts=[draft(lane, "Same", **fields)])
    external = ExternalId(source="x", external_id="alone")
    one = create_card(
        cause=world.by("ben"), board=board, title="Same", place=Place(lane=lane), external=external, **fields
    )
    told = [event.data for event in Event.objects.filter(kind="card.created").order_by("-seq")[:2]]
    for name in ("face", "version", "closed_at", "entered_lane_at", "priority", "value", "weight", "kind"):
        first, second = getattr(Card.objects.get(pk=many.pk), name), getattr(Card.objects.get(pk=one.pk), name)
        assert _same(first) == _same(second), name
    assert _same(told[0]["set"]) == _same(told[1]["set"])
    assert many.rounds.count() == one.rounds.count() == int(kind != "task")


def _same(value: Any) -> Any:
    return {**value, "external": None} if isinstance(value, dict) else value


def test_a_lane_that_is_full_or_asks_for_more_sends_cards_where_they_go_otherwise(
    world: World, board: Board
) -> None:
    to_do, running, backlog = (lane_of(board, name) for name in ("to do", "test hypothesis", "backlog"))
    change_lane(cause=world.by("ada"), lane=to_do, changes={"wip_mode": "block", "wip_limit": 2})
    to_do.refresh_from_db()
    wanted = [draft(lane, f"{lane}{n}", otherwise=backlog) for lane in (to_do, running) for n in range(2)]
    wanted.append(draft(to_do, "hidden", archived=True))
    fill_board(cause=world.by("ben"), board=board, drafts=wanted)
    assert titles(to_do) == ["Here before", "to do0"]
    assert titles(backlog) == ["to do1", "test hypothesis0", "test hypothesis1"]
    assert Card.objects.get(title="hidden").archived_at == world.at
    for lane, refusal in ((to_do, WipLimitReached), (running, LaneRuleBroken)):
        with pytest.raises(refusal):
            fill_board(cause=world.by("ben"), board=board, drafts=[draft(lane, "refused")])
    assert not Card.objects.filter(title="refused").exists()


def test_who_may_not_write_fills_and_links_nothing(world: World, board: Board) -> None:
    with pytest.raises(Forbidden):
        fill_board(cause=world.by("vera"), board=board, drafts=[draft(lane_of(board, "to do"), "One")])
    with pytest.raises(Forbidden):
        link_many(cause=world.by("vera"), board=board, pairs=[])


def test_links_come_once_each_with_its_fact_and_version(world: World, board: Board) -> None:
    a, b, c = (world.card(board, name) for name in "abc")
    pairs = [
        Pair(a, b, "blocks"),
        Pair(a, c, "parent"),
        Pair(b, c, "relates"),
        Pair(a, b, "blocks"),
        Pair(c, c, "blocks"),
    ]
    assert link_many(cause=world.by("ben"), board=board, pairs=pairs) == 3
    assert link_many(cause=world.by("ben"), board=board, pairs=pairs) == 0
    assert CardLink.objects.count() == 3
    facts = Event.objects.filter(kind="card.linked").order_by("seq")
    assert [(fact.card_ref, fact.card_version, fact.data["target"]) for fact in facts] == [
        (a.ref, 2, b.ref),
        (b.ref, 2, c.ref),
        (a.ref, 3, c.ref),
    ]
    assert list(Card.objects.order_by("number").values_list("version", flat=True)) == [1, 3, 2, 1]
