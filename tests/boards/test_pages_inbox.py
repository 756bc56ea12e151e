"""The inbox: one row for each card, for the person it belongs to and nobody else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.actions import change_profile
from accounts.models import Membership, Person
from boards.actions import edit_card
from boards.actions.inbox import choices, later, next_morning
from boards.models import Board, Event, Notification
from tests.pages import client_of, said, words
from tests.world import MONDAY, World

PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def board(world: World) -> Board:
    board = world.board()
    for title in ("Alpha", "Beta"):
        world.card(board, title)
    return board


def tell(person: Person, event: Event, *, needs: bool = False, at: datetime = MONDAY) -> Notification:
    return Notification.objects.create(
        person=person, board=event.board, card=event.card, event=event, kind=event.kind, reason="author",
        needs_action=needs, created_at=at,
    )  # fmt: skip


def event_of(board: Board, title: str, number: int = 0) -> Event:
    return Event.objects.filter(board=board, card__title=title).order_by("seq")[number]


def test_a_card_is_one_row_with_what_needs_the_person_on_top(world: World, board: Board) -> None:
    world.move(board.cards.get(title="Alpha"), "code review")
    tell(world.ben, event_of(board, "Alpha"))
    tell(world.ben, event_of(board, "Alpha", 1), at=MONDAY + timedelta(hours=1))
    tell(world.ben, event_of(board, "Beta"), needs=True)

    page = client_of(world.ben).get("/inbox/")

    needs, updates = page.context["needs"], page.context["updates"]
    assert [row.card.title for row in needs] == ["Beta"]
    assert [(row.card.title, len(row.notifications)) for row in updates] == [("Alpha", 2)]
    assert "2 updates" in words(page)


def test_an_empty_inbox_says_so(world: World) -> None:
    assert "All caught up. What needs you" in words(client_of(world.ben).get("/inbox/"))


def test_an_empty_inbox_says_when_the_next_time_box_ends(world: World) -> None:
    board = world.board()
    card = world.running(board, "Trees rank better", budget="2d")
    world.hypothesis(board, "Another one")
    edit_card(cause=world.by("ben"), card=card, changes={"assignees": ["ben"]})
    ends = world.at + timedelta(days=1, hours=9)
    page = words(client_of(world.ben).get("/inbox/"))
    assert (
        f"Your next time-box ends on {ends:%A} {ends.day} {ends:%B, %H:%M} with {card.ref} Trees rank better"
        in page
    )


def test_done_is_off_the_list_and_can_be_taken_back(world: World, board: Board) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))
    client = client_of(world.ben)

    answer = client.post("/inbox/done/", {"id": note.pk}, **PART)

    assert "All caught up." in words(answer)
    told = json.loads(answer["HX-Trigger"])["inbox:acted"]
    assert told == {"text": "Done.", "ids": [str(note.pk)], "unread": 0}
    assert "Alpha" in words(client.get("/inbox/?show=done"))

    client.post("/inbox/undone/", {"id": told["ids"]})
    assert "Alpha" in words(client.get("/inbox/"))


def test_what_came_after_the_page_was_made_stays(world: World, board: Board) -> None:
    seen = tell(world.ben, event_of(board, "Alpha"))
    world.move(board.cards.get(title="Alpha"), "code review")
    tell(world.ben, event_of(board, "Alpha", 1))

    client_of(world.ben).post("/inbox/done/", {"id": seen.pk})

    assert "Alpha" in words(client_of(world.ben).get("/inbox/"))


def test_later_comes_back_when_it_was_said(world: World, board: Board) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))
    with time_machine.travel(MONDAY, tick=False):
        client = client_of(world.ben)
        until = client.get("/inbox/").context["updates"][0].later
        client.post("/inbox/later/", {"id": note.pk, "until": until.isoformat()})
        assert "Alpha" not in words(client.get("/inbox/"))
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        assert "Alpha" in words(client_of(world.ben).get("/inbox/"))


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-11-15T09:00:00Z", "2026-11-20T09:00:00"])
def test_later_is_a_time_in_the_future(world: World, board: Board, until: str) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))
    with time_machine.travel(MONDAY, tick=False):
        answer = client_of(world.ben).post("/inbox/later/", {"id": note.pk, "until": until})

    assert answer.status_code == 400


def test_a_running_box_brings_it_back_at_its_end(world: World, board: Board) -> None:
    card = world.running(board, "Gamma")
    card.refresh_from_db()

    due = later(card, world.at, world.ben)
    assert due == datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert later(card, due, world.ben) > due


def test_otherwise_it_comes_back_when_the_person_works_again(world: World) -> None:
    change_profile(person=world.ben, changes={"time_zone": "Europe/Berlin"}, at=MONDAY)
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    assert next_morning(world.ben, friday) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_reading_counts_down(world: World, board: Board) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))
    client = client_of(world.ben)
    assert "Unread:" in words(client.get("/inbox/"))

    client.post("/inbox/read/", {"id": note.pk}, HTTP_ACCEPT="application/json")

    page = words(client.get("/inbox/"))
    assert "Alpha" in page
    assert "Unread:" not in page


@pytest.mark.parametrize("act", ["done", "undone", "read", "later"])
def test_nobody_touches_what_belongs_to_another(world: World, board: Board, act: str) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))
    before = Notification.objects.filter(pk=note.pk).values().get()
    data: dict[str, Any] = {"id": note.pk, "until": "2999-01-01T00:00:00Z"}

    client_of(world.ada).post(f"/inbox/{act}/", data)

    assert Notification.objects.filter(pk=note.pk).values().get() == before


def test_who_left_the_team_is_told_nothing_any_more(world: World, board: Board) -> None:
    tell(world.ben, event_of(board, "Alpha"))
    Membership.objects.filter(person=world.ben).delete()

    assert "Alpha" not in words(client_of(world.ben).get("/inbox/"))


@pytest.mark.parametrize("ids", [[], [""], ["x"], ["-1"], ["9" * 30], ["1", "two"]])
def test_ids_are_numbers(world: World, ids: list[str]) -> None:
    assert client_of(world.ben).post("/inbox/done/", {"id": ids}).status_code == 400


def test_without_script_the_page_comes_back_with_the_words(world: World, board: Board, client: Client) -> None:
    note = tell(world.ben, event_of(board, "Alpha"))

    answer = client_of(world.ben).post("/inbox/done/", {"id": note.pk}, follow=True)

    assert said(answer) == ["Done."]


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries: Any) -> None:
    board = world.board()
    for number in range(8):
        world.card(board, f"Card {number}")
    for event in Event.objects.filter(board=board, card__isnull=False):
        tell(world.ben, event)
    client = client_of(world.ben)
    client.get("/inbox/")  # the first look is noted
    with django_assert_max_num_queries(5):
        client.get("/inbox/")


def test_later_offers_times_and_says_them_soonest_first(world: World, board: Board) -> None:
    change_profile(person=world.ben, changes={"time_zone": "Europe/Berlin"}, at=MONDAY)
    tell(world.ben, event_of(board, "Alpha"))
    with time_machine.travel(MONDAY, tick=False):
        page = client_of(world.ben).get("/inbox/")
    (row,) = page.context["updates"]
    assert "Tue 17 Nov, 09:00" in words(page), "in the person's own time"
    assert [(label, at.isoformat()[:16]) for label, at in row.choices] == [
        ("In three hours", "2026-11-16T12:00"),
        ("The next working day", "2026-11-17T08:00"),
        ("Next week", "2026-11-23T08:00"),
    ]
    card = world.running(board, "Gamma")
    card.refresh_from_db()
    assert ("When the time-box ends", datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) in choices(
        card, MONDAY, world.ben
    )


def test_a_card_is_muted_and_watched_from_its_row(world: World, board: Board) -> None:
    tell(world.ben, event_of(board, "Alpha"))
    client = client_of(world.ben)
    ref = board.cards.get(title="Alpha").ref
    for state in ("mute", "watch", "default"):
        answer = client.post("/inbox/watch/", {"card": ref, "state": state}, **PART)
        assert answer.status_code == 200
        assert json.loads(answer["HX-Trigger"])["inbox:acted"]["ids"] == []
        assert answer.context["updates"][0].watch == state
    assert client.post("/inbox/watch/", {"card": ref, "state": "shout"}).status_code == 400
    assert client_of(world.dan).post("/inbox/watch/", {"card": ref, "state": "mute"}).status_code == 404


def test_many_are_done_at_once_and_the_answer_says_which(world: World, board: Board) -> None:
    notes = [tell(world.ben, event_of(board, title)) for title in ("Alpha", "Beta")]
    ids = [str(note.pk) for note in notes]
    client = client_of(world.ben)
    answer = client.post("/inbox/done/", {"id": ids}, HTTP_ACCEPT="application/json")
    assert answer.json() == {"text": "Done.", "ids": ids, "unread": 0}
    assert "All caught up." in words(client.get("/inbox/"))


def test_later_offers_no_time_twice(world: World) -> None:
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert [label for label, _ in choices(None, friday, world.ben)] == ["In three hours", "The next working day"]


def test_a_card_beside_the_inbox_brings_what_is_known_of_its_board(world: World, board: Board) -> None:
    card, client = board.cards.get(title="Alpha"), client_of(world.vera)
    plain = client.get(f"/c/{card.ref}/drawer/", **PART)
    alone = client.get(f"/c/{card.ref}/drawer/?alone", **PART)
    assert "peek-data" not in plain.content.decode()
    said_too = re.search(r'<script id="peek-data"[^>]*>(.*?)</script>', alone.content.decode())
    assert said_too
    known = json.loads(said_too[1])
    board.refresh_from_db()
    assert (known["key"], known["seq"], known["me"]) == (board.key, board.seq, "vera")
    assert "write_card" not in known["may"].split()


def test_a_row_names_its_card_and_the_page_its_reader(world: World, board: Board) -> None:
    tell(world.ben, event_of(board, "Alpha"))
    page = client_of(world.ben).get("/inbox/")
    assert f'data-ref="{board.cards.get(title="Alpha").ref}"' in page.content.decode()
    assert page.context["data"] == {"me": "ben", "zone": world.ben.time_zone}
