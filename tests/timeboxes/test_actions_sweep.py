"""What the clock writes by itself: marks and expiries, each once, at the instant they became true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boards.actions import archive_card, delete_board, restore_card, trash_card
from boards.models import Board, Card
from hypotheses.actions import record_verdict
from tests.world import ROUND_THE_CLOCK, World, kinds, last_event
from timeboxes.actions import expire_due, mark_due, pause_box, resume_box, sweep
from timeboxes.models import Gate, TimeBox

pytestmark = pytest.mark.django_db
HOURS = 60


@pytest.fixture
def board(world: World) -> Board:
    return world.board(calendar=ROUND_THE_CLOCK)


@pytest.fixture
def card(world: World, board: Board) -> Card:
    """Ten hours, from nine."""
    return world.running(board, budget=10 * HOURS)


def marks(board: Board) -> list[int]:
    return [event.data["percent"] for event in board.events.filter(kind="timebox.warned").order_by("seq")]


def box_of(card: Card) -> TimeBox:
    return TimeBox.objects.select_related("card", "round", "calendar").get(card=card)


def test_each_mark_is_told_once_across_two_sweeps(world: World, card: Card) -> None:
    assert mark_due(world.later(hours=4, minutes=59)) == 0
    assert (mark_due(world.later(minutes=1)), mark_due(world.at)) == (1, 0)
    assert (mark_due(world.later(hours=3)), mark_due(world.at)) == (1, 0)
    assert marks(card.board) == [50, 80]
    warned = last_event(card.board)
    assert (warned.at, warned.actor, warned.origin) == (world.at, None, "clock")


def test_after_a_downtime_marks_are_caught_up_and_dated_when_they_were_reached(world: World, card: Card) -> None:
    start = world.at
    world.later(days=3)
    assert (mark_due(world.at), expire_due(world.at)) == (2, 1)
    facts = card.board.events.filter(kind__in=("timebox.warned", "timebox.expired")).order_by("seq")
    assert [fact.at - start for fact in facts] == [timedelta(hours=n) for n in (5, 8, 10)]


def test_a_mark_does_not_change_the_card(world: World, card: Card) -> None:
    mark_due(world.later(hours=6))
    assert Card.objects.get(pk=card.pk).version == card.version


def test_a_paused_box_is_silent_and_its_marks_move_with_it(world: World, card: Card) -> None:
    world.later(hours=4)
    pause_box(cause=world.by(), box=box_of(card), reason="down")
    assert (mark_due(world.later(hours=14)), expire_due(world.at)) == (0, 0)
    resume_box(cause=world.by(), box=box_of(card))
    assert mark_due(world.later(minutes=59)) == 0
    assert mark_due(world.later(minutes=1)) == 1


def test_two_sweeps_expire_a_box_once_and_open_one_gate(world: World, card: Card) -> None:
    world.later(hours=10)
    assert (expire_due(world.at), expire_due(world.at)) == (1, 0)
    assert Gate.objects.count() == 1
    assert kinds(card.board)[-3:] == ["timebox.expired", "gate.opened", "round.gated"]
    card.refresh_from_db()
    assert (card.lane.name, card.face["timebox"]["gate_open"], card.face["round"]["state"]) == (
        "test hypothesis",
        True,
        "gated",
    )


def test_an_open_gate_stays_the_only_one(world: World, card: Card) -> None:
    world.push(card, **{"val.auc": 0.9})
    assert expire_due(world.later(hours=11)) == 1
    assert list(Gate.objects.values_list("reason", flat=True)) == ["early_pass"]


def test_put_away_cards_are_left_alone_until_they_come_back(world: World, board: Board) -> None:
    away = [world.running(board, title, budget=HOURS) for title in ("archived", "trashed")]
    archive_card(cause=world.by(), card=away[0])
    trash_card(cause=world.by(), card=away[1])
    assert (mark_due(world.later(hours=2)), expire_due(world.at)) == (0, 0)
    for card in away:
        restore_card(cause=world.by(), card=card)
    assert expire_due(world.at) == 2
    assert {box.expired_at for box in TimeBox.objects.all()} == {world.at - timedelta(hours=1)}


@pytest.mark.timeout(20)
def test_a_deleted_board_holds_up_nobody(world: World, board: Board) -> None:
    world.running(board, budget=HOURS)
    other = world.running(world.board("OTHER", calendar=ROUND_THE_CLOCK), budget=HOURS)
    delete_board(cause=world.by("ada"), board=board)
    assert (mark_due(world.later(hours=2)), expire_due(world.at)) == (2, 1)
    assert box_of(other).state == "expired"
    assert kinds(board)[-1] == "board.changed"


@pytest.mark.timeout(20)
def test_one_bad_box_does_not_hold_up_the_others(
    world: World, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (world.running(board, title, budget=HOURS) for title in ("bad", "good"))
    whole = sweep._show_expired

    def show(box: TimeBox, at: object) -> None:
        if box.card_id == bad.pk:
            raise RuntimeError("This row is broken.")
        whole(box, at)  # type: ignore[arg-type]

    monkeypatch.setattr(sweep, "_show_expired", show)
    assert expire_due(world.later(hours=2)) == 1
    assert (box_of(bad).state, box_of(good).state) == ("running", "expired")


def test_an_answer_before_the_time_is_up_ends_the_clock(world: World, card: Card) -> None:
    record_verdict(cause=world.by(), card=card, value="inconclusive", learned="Too few cases.")
    assert (mark_due(world.later(days=9)), expire_due(world.at)) == (0, 0)


def test_many_boxes_of_several_boards_expire_together(world: World, board: Board) -> None:
    other = world.board("OTHER", calendar=ROUND_THE_CLOCK)
    for n in range(3):
        world.running(board, f"a{n}", budget=HOURS)
        world.running(other, f"b{n}", budget=HOURS)
    assert expire_due(world.later(hours=2)) == 6
    for each in (board, other):
        seqs = list(each.events.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))
