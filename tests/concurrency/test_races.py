"""What must hold when many write at once, on PostgreSQL with real row locks."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accounts import actions as people
from accounts.access import Role
from accounts.models import Membership
from boards import actions
from boards.actions.attach import NoRoom
from boards.actions.move import StaleMove
from boards.models import Attachment, Board, Card, Event
from hypotheses.actions import add_run
from hypotheses.models import Run
from tests.concurrency.crowd import at_once, errors
from tests.world import PASSWORD, ROUND_THE_CLOCK, World, lane_of, make_world
from timeboxes import actions as boxes
from timeboxes.models import Decision, TimeBox

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def assert_true_log(board: Board) -> None:
    """Gapless, ordered, and the board knows its newest event."""
    board.refresh_from_db()
    assert list(Event.objects.after(board.pk, 0).values_list("seq", flat=True)) == list(range(1, board.seq + 1))


def test_sixteen_people_moving_lose_no_card_and_no_place(world: World) -> None:
    board = world.board()
    cards = [world.card(board, f"c{n}", lane) for lane in ("to do", "code review", "done") for n in range(20)]
    assert not errors(at_once(*[partial(_move_about, world, board, cards, seed) for seed in range(16)]))
    assert_true_log(board)
    ranks = list(Card.objects.filter(board=board).values_list("lane", "rank"))
    assert len(ranks) == len(set(ranks)) == 60
    ops = list(Event.objects.filter(board=board, kind="card.moved").values_list("op", flat=True))
    assert len(ops) == len(set(ops)) > 100
    assert sum(Card.objects.filter(board=board).values_list("version", flat=True)) == 60 + len(ops)


def _move_about(world: World, board: Board, cards: list[Card], seed: int) -> None:
    """Fifteen random moves; a neighbour that has just left is no error of anybody."""
    rng = random.Random(seed)  # noqa: S311 (the same moves in each run)
    for number in range(15):
        card, lane = rng.choice(cards), lane_of(board, rng.choice(("to do", "code review", "done")))
        near = lane.cards.exclude(pk=card.pk).order_by("?").first()
        place = actions.Place(lane=lane, after=near.ref) if near else actions.Place(lane=lane)
        with suppress(StaleMove):
            actions.move_card(cause=world.by(op=f"{seed}-{number}"), card=card, place=place)


def test_a_limit_that_blocks_holds_against_a_crowd(world: World) -> None:
    board = world.board()
    lane = lane_of(board, "code review")
    actions.change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": 3, "wip_mode": "block"})
    cards = [world.card(board, f"c{n}") for n in range(12)]
    results = at_once(*[partial(world.move, card, "code review") for card in cards])
    assert lane.cards.count() == 3
    assert {error.code for error in errors(results)} == {"wip_limit"}  # type: ignore[attr-defined]


def test_two_owners_decide_and_one_of_them_is_told(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    card = world.running(board, budget=1)
    box = TimeBox.objects.get(card=card)
    world.later(minutes=5)
    decide = partial(boxes.decide, cause=world.by("petra"), box=box, outcome="stop")
    results = at_once(*[decide] * 8)
    assert [error.code for error in errors(results)] == ["already_decided"] * 7  # type: ignore[attr-defined]
    assert Decision.objects.count() == 1
    assert_true_log(board)


def test_two_sweeps_tell_of_each_box_once(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    for number in range(12):
        world.running(board, f"Q{number}", budget=10)
    world.later(hours=1)
    assert sum(at_once(*[partial(boxes.expire_due, world.at)] * 4)) == 12
    assert Event.objects.filter(board=board, kind="timebox.expired").count() == 12
    assert_true_log(board)


def test_an_extension_and_the_sweep_agree(world: World) -> None:
    board = world.board(calendar=ROUND_THE_CLOCK)
    for number in range(10):
        card = world.running(board, f"Q{number}", budget=60)
        box = TimeBox.objects.get(card=card)
        world.later(minutes=61)
        extend: Callable[[], Any] = partial(
            boxes.decide,
            cause=world.by("petra"),
            box=box,
            outcome="extend",
            extend_minutes=30,
            forecast=0.5,
            expects="one more seed",
        )
        at_once(extend, partial(boxes.expire_due, world.at))
        box.refresh_from_db()
        assert (box.state, box.extensions) == ("running", 1)
        facts = list(Event.objects.filter(card=card).order_by("seq").values_list("kind", flat=True))
        assert facts.count("timebox.expired") == 1
        assert facts.index("timebox.expired") < facts.index("timebox.extended")


def test_one_ticket_synced_by_many_is_one_card(world: World) -> None:
    board = world.board()
    sync = partial(
        actions.upsert_card, cause=world.by(), board=board, source="jira", external_id="NLP-7", title="Synced"
    )
    assert not errors(at_once(*[sync] * 10))
    assert board.cards.count() == 1
    assert_true_log(board)


def test_one_run_pushed_by_many_is_one_run(world: World) -> None:
    card = world.running(world.board())
    push = partial(
        add_run, cause=world.by(), card=card, external_id="r1", metrics={"val.auc": 0.8}, status="finished"
    )
    assert not errors(at_once(*[push] * 8))
    assert Run.objects.count() == 1


def test_two_admins_cannot_remove_each_other(world: World) -> None:
    second = people.create_person(username="abe", password=PASSWORD, at=world.at)
    people.add_member(actor=world.ada, team=world.team, person=second, role=Role.ADMIN, at=world.at)
    members = {m.person.username: m for m in Membership.objects.filter(team=world.team).select_related("person")}
    remove = partial(people.remove_member, at=world.at)
    at_once(
        partial(remove, actor=world.ada, membership=members["abe"]),
        partial(remove, actor=second, membership=members["ada"]),
    )
    assert Membership.objects.filter(team=world.team, role=Role.ADMIN).count() == 1


def test_an_invitation_lets_one_person_in_once(world: World) -> None:
    _, link = people.invite(actor=world.ada, team=world.team, role=Role.MEMBER, at=world.at)
    secret = link.rstrip("/").rsplit("/", 1)[1]
    accept = partial(people.accept_invitation, secret=secret, person=world.dan, at=world.at)
    results = at_once(*[accept] * 20)
    assert len(errors(results)) == 19
    assert Membership.objects.filter(team=world.team, person=world.dan).count() == 1


def test_uploads_to_several_boards_share_the_room_of_their_team(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_DIR, settings.FILE_BYTES_OF_TEAM = tmp_path, 10
    cards = [world.card(world.board(key)) for key in ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX")]
    acts = [
        partial(actions.attach_file, cause=world.by(), card=card, name="x.txt", chunks=[b"6 byte"])
        for card in cards
    ]
    refused = errors(at_once(*acts))
    assert [type(each) for each in refused] == [NoRoom] * 5
    assert Attachment.objects.bytes_of_team(world.team.pk) == 6
