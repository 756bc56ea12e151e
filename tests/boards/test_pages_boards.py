"""Where a person arrives: the last board, or all of them."""

from __future__ import annotations

from accounts.models import Person
from boards.models import Board
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World

NEW = {"name": "Churn model", "key": "CHURN", "preset": "ml"}


def test_without_a_last_board_the_list_is_shown(world: World) -> None:
    assert client_of(world.ben).get("/")["Location"] == "/boards/"


def test_the_last_board_is_where_one_arrives(world: World) -> None:
    world.board("CHURN")
    client = client_of(world.ben)
    client.get("/boards/CHURN/")

    assert client.get("/")["Location"] == "/boards/CHURN/"


def test_a_last_board_that_is_gone_or_hidden_is_forgotten(world: World) -> None:
    board = world.board("CHURN")
    client = client_of(world.ben)
    client.get("/boards/CHURN/backlog/")

    Board.objects.filter(pk=board.pk).update(deleted_at=world.at)

    assert client.get("/")["Location"] == "/boards/"


def test_only_ones_own_boards_are_listed_with_their_cards(world: World) -> None:
    board = world.board("CHURN")
    world.card(board, "One")
    archived = world.card(board, "Two")
    archived.archived_at = world.at
    archived.save()

    assert "Churn model CHURN" in words(client_of(world.ben).get("/boards/"))
    assert "Demo · 1 card" in words(client_of(world.ben).get("/boards/"))
    assert "CHURN " not in words(client_of(world.dan).get("/boards/")).replace("CHURN-12", "")


def test_the_number_of_queries_does_not_grow_with_the_boards(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = client_of(world.ben)
    for number in range(6):
        world.board(f"B{number}")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get("/boards/")


def test_a_board_is_made_from_a_preset(world: World) -> None:
    answer = client_of(world.petra).post("/boards/", {**NEW, "team": world.team.pk, "key": "churn"}, follow=True)

    board = Board.objects.get(key="CHURN")
    assert said(answer) == ["Churn model is there."]
    assert answer.redirect_chain == [("/boards/CHURN/", 302)]
    assert [lane.name for lane in board.lanes.all()][:2] == ["backlog", "to do"]


def test_a_key_that_is_taken_keeps_what_was_typed(world: World) -> None:
    world.board("CHURN")
    answer = client_of(world.ada).post("/boards/", {**NEW, "team": world.team.pk})

    assert answer.status_code == 422
    assert "exists already" in words(answer)
    assert 'value="Churn model"' in answer.content.decode()


def test_a_wrong_key_is_marked(world: World) -> None:
    answer = client_of(world.ada).post("/boards/", {**NEW, "key": "1 x", "team": world.team.pk})

    assert invalid_fields(answer) == {"key"}


def test_a_board_cannot_be_made_in_a_team_of_others(world: World) -> None:
    answer = client_of(world.dan).post("/boards/", {**NEW, "team": world.team.pk})

    assert answer.status_code == 422
    assert not Board.objects.exists()


def test_members_are_told_who_makes_boards(world: World) -> None:
    answer = client_of(world.ben).get("/boards/")

    assert "An admin or the product owner of your team makes the first one" in words(answer)
    assert "<form class" not in answer.content.decode()
    assert client_of(world.ben).post("/boards/", {**NEW, "team": world.team.pk}).status_code == 422


def test_an_empty_list_says_what_to_do_first(world: World) -> None:
    assert "Start with a question you want answered." in words(client_of(world.ada).get("/boards/"))
    alone = Person.objects.create_user("lev")
    assert "You are in no team yet" in words(client_of(alone).get("/boards/"))
