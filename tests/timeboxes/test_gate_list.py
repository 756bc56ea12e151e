"""The gates of all boards of a person: whose they are, what is overdue, what comes soon."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Membership
from boards.models import Board, Card
from tests.pages import client_of, words
from tests.world import World
from timeboxes.actions import decide, expire_due, park_due
from timeboxes.gate_list import gates_of, latency
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def boards(world: World) -> tuple[Board, Board]:
    return world.board(), world.board("OTHER")


@pytest.fixture
def cards(world: World, boards: tuple[Board, Board]) -> list[Card]:
    """From Monday nine: one of a day, two, four and eight; nobody sweeps. It is Wednesday nine."""
    first, other = boards
    budgets = [(first, "1d"), (other, "2d"), (first, "4d"), (other, "8d")]
    cards = [world.running(board, budget, budget=budget) for board, budget in budgets]
    world.later(days=2)
    return cards


def refs(rows: list[Any]) -> list[str]:
    return [row.box.card.title for row in rows]


def test_all_boards_stand_in_one_list_longest_waiting_first(world: World, cards: list[Card]) -> None:
    found = gates_of(world.petra, world.at)
    assert refs(found.open) == refs(found.mine) == ["1d", "2d"]
    assert [row.waits_minutes for row in found.open] == [8 * 60, 0]
    assert refs(found.soon) == ["4d"]
    assert [row.left for row in found.soon] == ["2d"]


def test_sweeping_changes_nothing_of_it(world: World, cards: list[Card]) -> None:
    before = gates_of(world.petra, world.at)
    expire_due(world.at)
    after = gates_of(world.petra, world.at)
    assert refs(after.open) == refs(before.open)
    assert [row.opened_at for row in after.open] == [row.opened_at for row in before.open]


def test_more_than_a_working_day_is_overdue(world: World, cards: list[Card]) -> None:
    assert gates_of(world.petra, world.at).overdue == []
    world.later(minutes=1)
    assert refs(gates_of(world.petra, world.at).overdue) == ["1d"]


@pytest.mark.parametrize(
    ("who", "mine", "seen"), [("petra", 2, 2), ("ben", 2, 2), ("ada", 0, 2), ("vera", 0, 2), ("dan", 0, 0)]
)
def test_each_sees_their_own(world: World, cards: list[Card], who: str, mine: int, seen: int) -> None:
    found = gates_of(world.cast[who], world.at)
    assert (len(found.mine), len(found.open)) == (mine, seen)


def test_what_is_decided_is_gone(world: World, cards: list[Card]) -> None:
    decide(cause=world.by("petra"), box=TimeBox.objects.get(card=cards[0]), outcome="stop")
    assert refs(gates_of(world.petra, world.at).open) == ["2d"]
    assert latency(world.petra, world.at) == "1d"
    assert latency(world.dan, world.at) == ""


def test_the_number_of_questions_does_not_grow_with_the_gates(
    world: World, cards: list[Card], django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        world.running(cards[0].board, f"more {n}", budget="1h")
    world.later(days=1)
    with django_assert_max_num_queries(8):
        found = gates_of(world.petra, world.at)
        assert [row.waits for row in found.open if row.is_overdue]
    assert len(found.open) == 6


def page(world: World, who: str, query: str = "") -> Any:
    with time_machine.travel(world.at, tick=False):
        return client_of(world.cast[who]).get(f"/gates/{query}")


def test_the_page_leads_to_each_gate(world: World, cards: list[Card]) -> None:
    answer = page(world, "petra")
    assert f'href="/c/{cards[0].ref}/gate/"' in answer.content.decode()
    assert "The time is up. 0 of 1 criteria met. waits 1d" in words(answer)
    assert "Due soon 1" in words(answer)
    assert f'href="/c/{cards[2].ref}/"' in page(world, "petra", "?show=soon").content.decode()


def test_what_has_waited_too_long_comes_first_and_what_ends_soon_last(world: World, cards: list[Card]) -> None:
    world.later(minutes=1)
    groups = gates_of(world.petra, world.at).groups(mine=True)
    assert [(name, refs(rows)) for name, rows in groups] == [
        ("overdue", ["1d"]),
        ("waiting", ["2d"]),
        ("soon", ["4d"]),
    ]
    text = words(page(world, "petra"))
    assert text.index("Overdue 1 CHURN-1") < text.index("Waiting 1 OTHER-1") < text.index("Due soon 1 CHURN-2")
    assert "Waiting" not in words(page(world, "petra", "?show=overdue"))


def test_whoever_does_not_decide_sees_who_does(world: World, cards: list[Card]) -> None:
    text = words(page(world, "vera", "?show=all"))
    assert "Petra decides" in text
    assert gates_of(world.vera, world.at).groups(mine=True) == []
    assert "Petra decides" not in words(page(world, "petra", "?show=all"))
    Membership.objects.filter(role="product_owner").delete()
    assert "An admin decides" in words(page(world, "vera", "?show=all"))


def test_a_row_says_what_the_evidence_suggests(world: World, cards: list[Card]) -> None:
    assert "suggests" not in words(page(world, "petra"))
    world.push(cards[0], **{"val.auc": 0.7})
    assert "0 of 1 criteria met. The evidence suggests refuted ." in words(page(world, "petra"))


def test_from_a_day_on_whole_hours_are_said(world: World, cards: list[Card]) -> None:
    world.later(minutes=59)
    found = gates_of(world.petra, world.at)
    assert [row.waits for row in found.open] == ["1d", "59m"]
    assert [row.left for row in found.soon] == ["1d 7h"]


def test_an_empty_list_says_why(world: World, boards: tuple[Board, Board]) -> None:
    assert "No decision waits for you." in words(page(world, "petra"))
    assert "A gate is overdue when" in words(page(world, "petra", "?show=overdue"))
    assert "No time-box ends within two working days." in words(page(world, "petra", "?show=soon"))
    assert "No decision waits." in words(page(world, "petra", "?show=all"))


def test_nobody_else_looks(world: World) -> None:
    assert Client().get("/gates/").status_code == 302


def test_the_gate_shows_what_a_decision_should_know(world: World, cards: list[Card]) -> None:
    world.push(cards[0], **{"val.auc": 0.7})
    with time_machine.travel(world.at, tick=False):
        text = words(client_of(world.petra).get(f"/c/{cards[0].ref}/gate/"))
    assert "Waits 1d" in text
    assert "1 of 1 counts" in text
    assert "Forecast 60 %" in text
    assert "nothing written" in text
    assert "locked 16 Nov 2026" in text
    assert text.index("We believe") < text.index("Measure") < text.index("What happens next")


def test_what_was_parked_waits_no_more(world: World, cards: list[Card]) -> None:
    type(cards[0].board).objects.update(expiry="park")
    expire_due(world.at)
    park_due(world.later(days=14))
    assert refs(gates_of(world.petra, world.at).open) == ["4d", "8d"]
