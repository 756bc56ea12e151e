"""`/inbox`: what one is told."""

from __future__ import annotations

import pytest

from boards.models import Board, Event, Notification
from tests.api.conftest import Sign
from tests.world import World


@pytest.fixture
def told(world: World, board: Board) -> list[int]:
    """Two things petra told ben."""
    card = world.card(board, "Ours", assignees=["ben"])
    event = Event.objects.filter(card=card).latest("seq")
    other = Event.objects.filter(board=board).earliest("seq")
    rows = [
        Notification.objects.create(
            person=world.ben,
            board=board,
            card=card,
            event=each,
            kind=each.kind,
            reason="assignee",
            created_at=world.later(minutes=1),
        )
        for each in (other, event)
    ]
    return [row.pk for row in rows]


def test_the_newest_comes_first(sign: Sign, told: list[int]) -> None:
    found = sign("ben").get("/inbox").json["results"]
    assert [row["id"] for row in found] == told[::-1]
    assert (found[0]["card"], found[0]["event"]["kind"], found[0]["read_at"]) == ("CHURN-1", "card.created", None)


def test_what_is_done_leaves_the_list(sign: Sign, told: list[int]) -> None:
    ben = sign("ben")
    ben.patch("/inbox", {"ids": told[:1], "read": True})
    assert [row["id"] for row in ben.get("/inbox?unread=true").json["results"]] == told[1:]
    changed = ben.patch("/inbox", {"ids": told, "done": True}).json["results"]
    assert all(row["done_at"] for row in changed)
    assert ben.get("/inbox").json["results"] == []
    assert len(ben.get("/inbox?state=done").json["results"]) == 2
    ben.patch("/inbox", {"ids": told, "done": False})
    assert len(ben.get("/inbox").json["results"]) == 2


def test_what_is_put_off_comes_back(sign: Sign, told: list[int]) -> None:
    ben = sign("ben")
    ben.patch("/inbox", {"ids": told, "snoozed_until": "2026-11-17T09:00:00Z"})
    assert ben.get("/inbox").json["results"] == []
    assert len(ben.get("/inbox?state=all").json["results"]) == 2


def test_nobody_else_reads_or_changes_it(sign: Sign, told: list[int]) -> None:
    petra = sign("petra")
    assert petra.get("/inbox").json["results"] == []
    assert petra.patch("/inbox", {"ids": told, "done": True}).json["results"] == []
    assert not Notification.objects.exclude(done_at=None).exists()


def test_contradictions_are_refused(sign: Sign, told: list[int]) -> None:
    ben = sign("ben")
    assert ben.patch("/inbox", {"ids": told, "read": False}).status == 400
    both = {"ids": told, "done": True, "snoozed_until": "2026-11-17T09:00:00Z"}
    assert ben.patch("/inbox", both).status == 400
    assert ben.patch("/inbox", {"ids": []}).status == 400
