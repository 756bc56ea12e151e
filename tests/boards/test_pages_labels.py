"""Labels: named and coloured in one place, and so on every card."""

from __future__ import annotations

import pytest
from django.test import Client

from boards.actions import edit_card
from boards.models import Board, Card, Label
from tests.pages import client_of, invalid_fields, words
from tests.world import World, kinds, last_event

LABELS = "/boards/CHURN/labels/"


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


@pytest.fixture
def card(world: World, board: Board) -> Card:
    card = world.card(board, "Alpha")
    return edit_card(cause=world.by(), card=card, changes={"labels": ["nlp", "prepaid"]})[0]


@pytest.fixture
def ada(world: World) -> Client:
    return client_of(world.ada)


def worn(card: Card) -> list[tuple[str, str]]:
    return [(label["name"], label["hue"]) for label in Card.objects.get(pk=card.pk).face["labels"]]


def test_a_label_is_added(board: Board, ada: Client) -> None:
    ada.post(LABELS, {"name": " roaming ", "hue": "c"})

    assert list(board.labels.values_list("name", "hue")) == [("roaming", "c")]
    assert last_event(board).data["changes"] == {"labels": ["roaming"]}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "NLP", "hue": "a"}, "name"),
        ({"name": " ", "hue": "a"}, "name"),
        ({"name": "x", "hue": "z"}, "hue"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    board: Board, card: Card, ada: Client, data: dict[str, str], field: str
) -> None:
    answer = ada.post(LABELS, data)

    assert answer.status_code == 422
    assert invalid_fields(answer) == {field}
    assert board.labels.count() == 2


def test_another_name_and_colour_reach_every_card(board: Board, card: Card, ada: Client) -> None:
    label = Label.objects.get(name="nlp")
    version, seq = Card.objects.get(pk=card.pk).version, Board.objects.get(pk=board.pk).seq

    ada.post(f"{LABELS}{label.pk}/", {"name": "text", "hue": "d"})

    assert ("text", "d") in worn(card)
    assert Card.objects.get(pk=card.pk).version == version + 1
    assert kinds(board, seq) == ["card.edited", "board.changed"]
    assert last_event(board, "card.edited").previous == {"labels": ["nlp", "prepaid"]}


def test_the_same_again_is_no_fact(board: Board, card: Card, ada: Client) -> None:
    label = Label.objects.get(name="nlp")
    seq = Board.objects.get(pk=board.pk).seq

    ada.post(f"{LABELS}{label.pk}/", {"name": "nlp", "hue": label.hue})

    assert kinds(board, seq) == []


def test_a_name_that_is_taken_is_said(board: Board, card: Card, ada: Client) -> None:
    answer = ada.post(f"{LABELS}{Label.objects.get(name='nlp').pk}/", {"name": "Prepaid", "hue": "a"})

    assert answer.status_code == 400
    assert "There is a label Prepaid already." in words(answer)


def test_a_removed_label_is_gone_from_every_card(board: Board, card: Card, ada: Client) -> None:
    ada.post(f"{LABELS}{Label.objects.get(name='nlp').pk}/removal/")

    assert [name for name, _ in worn(card)] == ["prepaid"]
    assert board.labels.count() == 1


def test_a_label_of_another_board_is_not_found(world: World, board: Board, card: Card, ada: Client) -> None:
    world.board("OTHER")
    label = Label.objects.get(name="nlp")

    assert ada.post(f"/boards/OTHER/labels/{label.pk}/removal/").status_code == 404
    assert ada.post(f"/boards/OTHER/labels/{label.pk}/", {"name": "x", "hue": "a"}).status_code == 404
