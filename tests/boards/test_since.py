"""What changed since somebody last looked: in the order of what matters, and only they move their mark."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.errors import Invalid, NotFound
from boards.actions.looking import mark_seen
from boards.models import Board, SeenMark
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.since import MOST_LINES, since
from hypotheses.actions import add_log_entry, record_verdict
from tests.api.caller import caller_for
from tests.pages import client_of
from tests.world import ROUND_THE_CLOCK, World
from timeboxes.actions import expire_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(world: World) -> Board:
    """A board that petra has just seen; its rows are as old as the world."""
    board = world.board(calendar=ROUND_THE_CLOCK)
    see(world, board)
    return board


def see(world: World, board: Board) -> None:
    board.refresh_from_db()
    mark_seen(person=world.petra, board=board, seq=board.seq, at=world.at)


def told(world: World, board: Board, who: str = "petra") -> list[tuple[str, str]]:
    board.refresh_from_db()
    return [(line.group, line.text) for line in since(world.cast[who], board, world.at).lines]


def test_the_lines_stand_in_the_order_of_what_matters(world: World, board: Board) -> None:
    answered, over, longer = (world.running(board, name, budget="24h") for name in ("Answered", "Over", "Longer"))
    world.card(board, "Fresh", "backlog")
    record_verdict(cause=world.by(), card=answered, value="not_tested", learned="Too few\ntickets.")
    expire_due(world.later(days=2))
    follow(INBOX, board.pk)
    found = told(world, board)
    groups = list(dict.fromkeys(group for group, _ in found))
    assert groups == ["Answers", "Needs you", "Moved", "New"]
    assert found[0] == ("Answers", "Too few tickets.")
    assert [text for group, text in found if group == "Needs you"] == [
        f"The time-box of {card.ref} is over: 1d are used" for card in (longer, over)
    ]
    assert ("Moved", "3 cards to Test hypothesis") in found
    assert found[-1] == ("New", "4 new cards")
    assert "Time-boxes" in {group for group, _ in told(world, board, "vera")}, "she is not asked, so it is news"


def test_ones_own_acts_are_no_news(world: World, board: Board) -> None:
    world.card(board, "Mine", who="petra")
    assert since(world.petra, board, world.at).count == 0
    board.refresh_from_db()
    assert told(world, board, "ben") != []


def test_there_are_at_most_twelve_lines_and_the_rest_is_counted(world: World, board: Board) -> None:
    for number in range(15):
        card = world.hypothesis(board, f"Question {number}")
        world.write(card)
        world.lock(card)
        record_verdict(cause=world.by(), card=card, value="not_tested", learned=f"Answer {number}")
    board.refresh_from_db()
    found = since(world.petra, board, world.at)
    assert len(found.lines) == MOST_LINES
    assert 0 < found.smaller < found.count - MOST_LINES, "some lines stand for several"
    assert found.lines[0].text == "Answer 14"


def test_many_answers_do_not_hide_what_needs_the_person(world: World, board: Board) -> None:
    card = world.running(board, "Over", budget="24h")
    for number in range(MOST_LINES):
        other = world.running(board, f"Question {number}")
        record_verdict(cause=world.by(), card=other, value="not_tested", learned=f"Answer {number}")
    expire_due(world.later(days=2))
    follow(INBOX, board.pk)
    found = told(world, board)
    assert ("Needs you", f"The time-box of {card.ref} is over: 1d are used") in found
    assert len(found) == MOST_LINES


def test_a_mark_moves_forward_only_and_never_beyond_the_board(world: World, board: Board) -> None:
    world.card(board)
    see(world, board)
    seq = board.seq
    mark_seen(person=world.petra, board=board, seq=1, at=world.later(hours=1))
    assert SeenMark.objects.get().seq == seq
    for wrong in (-1, seq + 1):
        with pytest.raises(Invalid):
            mark_seen(person=world.petra, board=board, seq=wrong, at=world.at)
    with pytest.raises(NotFound):
        mark_seen(person=world.dan, board=board, seq=1, at=world.at)


def test_without_a_mark_a_week_is_told(world: World) -> None:
    board = world.board()
    world.card(board, "Fresh")
    now = timezone.now()
    assert since(world.petra, board, now).count == 2
    assert since(world.petra, board, now + timedelta(days=8)).count == 0


def test_only_seen_moves_the_mark_of_the_page(world: World, board: Board) -> None:
    world.card(board, "<b>Fresh</b>")
    client: Client = client_of(world.petra)
    shown: Any = client.get("/boards/CHURN/since/").json()
    assert shown["count"] == 1
    assert "&lt;b&gt;Fresh" in shown["html"]
    assert 'data-refs="CHURN-1"' in shown["html"]
    assert client.get("/boards/CHURN/since/").json()["count"] == 1, "looking does not move it"
    board.refresh_from_db()
    assert client.post("/boards/CHURN/since/", {"seq": board.seq}).status_code == 302
    assert client.get("/boards/CHURN/since/").json() == {"html": "", "count": 0}
    assert client.post("/boards/CHURN/since/", {"seq": "x"}).status_code == 400


def test_the_api_tells_the_same(world: World, board: Board) -> None:
    world.card(board, "Fresh")
    petra = caller_for(world, "petra", "write")
    found = petra.get("/boards/CHURN/since").json
    assert found["count"] == 1
    assert found["lines"] == [{"group": "New", "text": "CHURN-1 Fresh", "cards": ["CHURN-1"], "verdict": None}]
    after = petra.post("/boards/CHURN/since", {"seq": found["now"]}).json
    assert (after["count"], after["seq"]) == (0, found["now"])
    assert petra.post("/boards/CHURN/since", {"seq": found["now"] + 1}).code == "invalid"


def test_the_log_of_a_card_says_where_it_goes_on(world: World, board: Board) -> None:
    card = world.card(board, "Read")
    add_log_entry(cause=world.by("ben"), card=card, body="Old words")
    see(world, board)
    world.later(hours=1)
    client = client_of(world.petra)
    assert 'id="log-new"' not in client.get(f"/c/{card.ref}/").content.decode()
    add_log_entry(cause=world.by("ben"), card=card, body="New words")
    html = client.get(f"/c/{card.ref}/").content.decode()
    assert html.index("Old words") < html.index("New since Mon 09:00") < html.index("New words")
