"""Who is here: told on the streams of pages, to members, for half a minute, and never in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import remove_member
from accounts.models import Membership
from boards.actions.presence import forget_presence, note_leaving, note_presence
from boards.live.presence import presences
from boards.models import Board, Event, Presence
from tests.live.listening import cookie_of, listen
from tests.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def names(board: Board) -> str:
    return presences([board.pk], timezone.now())[board.pk].decode()


def note(world: World, board: Board, who: str, **where: str) -> None:
    note_presence(person=world.cast[who], board=board, at=timezone.now(), **where)


def test_members_are_here_for_half_a_minute(world: World, board: Board) -> None:
    note(world, board, "ben", card_ref="CHURN-1", field="text-CHURN-1")
    assert '"username":"ben"' in names(board)
    assert '"card":"CHURN-1","field":"text-CHURN-1"' in names(board)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert "ben" not in names(board)
    note(world, board, "ben")
    note(world, board, "petra")
    membership = Membership.objects.get(person=world.ben, team=world.team)
    remove_member(actor=world.ada, membership=membership, at=timezone.now())
    assert "ben" not in names(board)
    note_leaving(person=world.petra, board=board)
    assert '"here":[]' in names(board)


def test_it_is_no_part_of_the_log_and_is_forgotten(world: World, board: Board) -> None:
    before = Event.objects.count()
    note(world, board, "ben", card_ref="<b>", field="text CHURN")
    row = Presence.objects.get()
    assert (row.card_ref, row.field, Event.objects.count()) == ("", "", before)
    forget_presence(timezone.now() + timedelta(hours=2))
    assert not Presence.objects.exists()


def test_the_page_says_it_and_leaves(world: World, board: Board) -> None:
    client = client_of(world.vera)
    assert client.post("/boards/CHURN/presence/", {"card": "CHURN-1"}).status_code == 204
    assert "vera" in names(board)
    assert client.post("/boards/CHURN/presence/", {"gone": "1"}).status_code == 204
    assert "vera" not in names(board)
    assert client_of(world.dan).post("/boards/CHURN/presence/").status_code == 404


def test_open_pages_are_told_when_it_changes(asgi_server: str, world: World, board: Board) -> None:
    listener = listen(asgi_server, "/boards/CHURN/events", cookie=cookie_of(world.petra))
    note(world, board, "ben")
    listener.wait_for(lambda it: any("ben" in str(each.data) for each in it.of_kind("presence")))
    assert all(each.id is None for each in listener.of_kind("presence"))
    note_leaving(person=world.ben, board=board)
    listener.wait_for(lambda it: it.of_kind("presence")[-1].data == {"here": []})
