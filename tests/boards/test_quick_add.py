"""Quick add: marks, pasted lists and pasted hypotheses are read by one parser, and added in one act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from boards.actions import Place, add_cards, move_card
from boards.actions import undo as take_back
from boards.models import Board, Card
from boards.quick_add import Names, Wanted, read, split
from hypotheses.models import Round
from tests.pages import client_of
from tests.world import World, drawn, kinds, lane_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    world.card(board, "A", labels=["nlp", "call drops"])
    return board


@pytest.fixture
def names(world: World, board: Board) -> Names:
    return Names.of(board, world.ben, NOW)


def one(text: str, names: Names, kind: str = "hypothesis") -> Wanted:
    (wanted,) = read(text, names, kind)
    return wanted


def test_marks_leave_the_title_and_say_what_they_mean(names: Names) -> None:
    wanted = one("Look at the tails @petra #nlp !high ^3d", names)
    assert wanted.title == "Look at the tails"
    assert (wanted.assignees, wanted.labels, wanted.priority) == (["petra"], ["nlp"], "high")
    assert wanted.budget_minutes == 3 * names.hours.minutes_per_day
    assert wanted.unknown == []


def test_marks_may_stand_anywhere_in_any_case_and_with_punctuation(names: Names) -> None:
    wanted = one('@ME: #Call-Drops #"call drops" explain the tails, !URGENT', names)
    assert wanted.title == "explain the tails,"
    assert (wanted.assignees, wanted.labels, wanted.priority) == (["ben"], ["call drops"], "urgent")


@pytest.mark.parametrize("mark", ["@nobody", "#new", "!soonish", "^later", "^2026-13-40", "@dan"])
def test_what_names_nothing_here_stays_text_and_is_told(names: Names, mark: str) -> None:
    wanted = one(f"Tails {mark} again", names)
    assert wanted.title == f"Tails {mark} again"
    assert wanted.unknown == [mark]


@pytest.mark.parametrize("text", ["a@petra.org", "C#nlp", "what!high", "2^3d", "x # y ! z", "is it @ all"])
def test_a_sign_inside_a_word_or_alone_is_no_mark(names: Names, text: str) -> None:
    wanted = one(text, names)
    assert (wanted.title, wanted.unknown, wanted.assignees, wanted.labels) == (text, [], [], [])


def test_a_duration_is_a_budget_for_research_and_a_date_for_a_task(names: Names) -> None:
    assert one("Q ^2d", names, "exploration").budget_minutes == 2 * names.hours.minutes_per_day
    task = one("T ^2d", names, "task")
    assert task.budget_minutes is None
    assert task.due_at == names.hours.due(NOW, 2 * names.hours.minutes_per_day)
    assert one("T ^2026-12-24", names).due_at == datetime(2026, 12, 24, 18, 0, tzinfo=UTC)


def test_a_pasted_list_is_a_card_for_each_line_without_its_bullets(names: Names) -> None:
    text = "- first #nlp\n* second\r\n\n  3. third\n[ ] fourth\n• [x] fifth"
    assert [each.title for each in read(text, names, "task")] == [
        "first",
        "second",
        "third",
        "[ ] fourth",
        "fifth",
    ]
    (whole,) = read(text, names, "task", plain=True)
    assert whole.title.startswith("- first * second")


def test_a_sentence_takes_the_lines_after_it_until_the_next_one() -> None:
    text = "We believe A will help\nbecause B.\nWe'll know when auc >= 0.8\nOur hypothesis: C will help"
    assert split(text) == [
        "We believe A will help\nbecause B.\nWe'll know when auc >= 0.8",
        "Our hypothesis: C will help",
    ]
    assert split("we need milk\nwe believe in it") == ["we need milk", "we believe in it"]


def send(world: World, url: str, who: str = "ben", **form: Any) -> Any:
    return client_of(world.cast[who]).post(url, form, headers={"Accept": "application/json"})


def test_many_lines_are_added_in_order_below_the_named_card_and_undone_as_one(world: World, board: Board) -> None:
    lane, first = lane_of(board, "to do"), Card.objects.get(title="A")
    world.card(board, "Z")
    answer = send(
        world, "/boards/CHURN/cards/", title="B\nC @petra\nD", lane=lane.pk, after=first.ref, op="one", kind="task"
    )
    assert answer.status_code == 201
    assert "to do: A B C D Z" in drawn(board)
    assert [place["card"] for place in answer.json()["places"]] == [
        Card.objects.get(title=title).ref for title in "DCB"
    ]
    back = send(world, "/boards/CHURN/undo/", op_of="one", op="two").json()
    assert sorted(back["gone"]) == sorted(Card.objects.get(title=title).ref for title in "BCD")
    assert "to do: A Z" in drawn(board)


def test_one_line_that_cannot_be_a_card_keeps_all_of_them_out_and_says_which(world: World, board: Board) -> None:
    answer = send(
        world, "/boards/CHURN/cards/", title=f"B\n{'x' * 201}", lane=lane_of(board, "to do").pk, kind="task"
    )
    assert answer.status_code == 400
    assert answer.json()["sentence"] == "Line 2: Keep the title to 200 characters; the rest fits the description."
    assert "to do: A\n" in drawn(board)
    many = send(world, "/boards/CHURN/cards/", title="x\n" * 101, lane=lane_of(board, "to do").pk)
    assert many.json()["sentence"] == "That would be 101 cards; paste at most 100 at once."


def test_a_pasted_sentence_becomes_a_draft_with_parts_and_criteria_and_no_lock(world: World, board: Board) -> None:
    text = (
        "We believe a fine-tuned DistilBERT will identify churn early, because tickets say so. "
        "We'll know when val.auc >= 0.82 @petra ^5d"
    )
    send(world, "/boards/CHURN/cards/", title=text, lane=lane_of(board, "to do").pk, kind="task", op="s")
    card = Card.objects.get(title="A fine-tuned DistilBERT will identify churn early")
    round_ = Round.objects.get(card=card)
    assert (card.kind, round_.state, round_.is_locked) == ("hypothesis", "draft", False)
    assert (round_.belief, round_.because) == ("a fine-tuned DistilBERT", "tickets say so")
    assert [(row.metric, row.op, row.target) for row in round_.criteria.all()] == [("val.auc", ">=", 0.82)]
    assert round_.budget_minutes == 5 * board.calendar().hours().minutes_per_day
    assert [person["username"] for person in card.face["assignees"]] == ["petra"]
    assert kinds(board)[-2:] == ["card.created", "round.drafted"]


def test_the_same_sentence_may_be_added_as_plain_text(world: World, board: Board) -> None:
    lane = lane_of(board, "to do").pk
    send(world, "/boards/CHURN/cards/", title="We believe X will help", lane=lane, plain="true", kind="task")
    card = Card.objects.get(title="We believe X will help")
    assert (card.kind, Round.objects.filter(card=card).exists()) == ("task", False)


def test_the_preview_shows_what_would_be_added_and_writes_nothing(world: World, board: Board) -> None:
    before = kinds(board)
    url = "/boards/CHURN/cards/reading/"
    (card,) = send(world, url, title="Tails @petra #nope !low ^4h").json()["cards"]
    assert card == {
        "title": "Tails #nope",
        "kind": "hypothesis",
        "assignees": ["petra"],
        "labels": [],
        "priority": "low",
        "budget": "4h",
        "due": "",
        "unknown": ["#nope"],
    }
    (said,) = send(world, url, title="We believe X will raise val.auc to at least 0.9").json()["cards"]
    assert (said["title"], said["found"][0]) == ("X will raise val.auc to at least 0.9", "val.auc >= 0.9")
    assert kinds(board) == before
    assert (send(world, url, "vera", title="x").status_code, send(world, url, "dan", title="x").status_code) == (
        403,
        404,
    )


def test_an_undo_tells_what_could_not_be_taken_back(world: World, board: Board, names: Names) -> None:
    lane = lane_of(board, "to do")
    b, c = add_cards(cause=world.by(op="two"), board=board, wanted=read("B\nC", names, "task"), lane=lane)
    for card in (b, c):
        move_card(cause=world.by(op="go"), card=card, place=Place(lane=lane_of(board, "update model")))
    world.move(c, "done")
    undone = take_back(cause=world.by(), board=board, op="go")
    assert [card.title for card in undone.cards] == ["B"]
    assert undone.refused == [f"{c.ref} has been moved again meanwhile."]
    assert "to do: A B\n" in drawn(board)
