"""The gate and the clock on a card's page: who decides, what is asked, what the second one is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from boards.models import Card
from hypotheses.models import Verdict
from tests.card_doors import HTMX, LEARNED
from tests.pages import client_of, invalid_fields, words
from tests.world import ROUND_THE_CLOCK, World, lane_of, last_event
from timeboxes.models import Decision, TimeBox

pytestmark = pytest.mark.django_db
STOP = {"outcome": "stop", "value": "refuted", "learned": LEARNED}


@pytest.fixture
def over(world: World) -> Card:
    """A card whose two hours are over, with a run that misses the target; no worker has noticed."""
    card = world.running(world.board(calendar=ROUND_THE_CLOCK), budget=120)
    world.push(card, **{"val.auc": 0.79})
    world.later(hours=3)
    return card


def post(world: World, who: str, card: Card, data: dict[str, Any], door: str = "gate/") -> Any:
    with time_machine.travel(world.at, tick=False):
        return client_of(world.cast[who]).post(f"/c/{card.ref}/{door}", data, headers=HTMX)


def opened(world: World, who: str, card: Card) -> Any:
    with time_machine.travel(world.at, tick=False):
        return client_of(world.cast[who]).get(f"/c/{card.ref}/gate/", headers=HTMX)


def test_the_owner_sees_what_was_asked_what_is_met_and_nothing_chosen(world: World, over: Card) -> None:
    dialog = opened(world, "petra", over)
    text, body = words(dialog), dialog.content.decode()
    assert "The time is up" in text
    assert "0 of 1 criteria met" in text
    assert "The evidence suggests refuted : a target is missed" in text
    assert "checked" not in body
    assert " disabled" not in body


def test_what_must_be_answered_says_so(world: World, over: Card) -> None:
    dialog = opened(world, "petra", over)
    text = words(dialog)
    for question in ("What happens next", "The answer", "What did we learn?", "By how much?"):
        assert f"{question} required" in text
    assert "Why this decision? (optional)" in text
    assert "Still needed" not in text
    assert dialog.content.decode().count('aria-required="true"') == 4


def test_as_a_page_it_leads_back_to_the_card(world: World, over: Card) -> None:
    back = f'id="gate-back" href="/c/{over.ref}/"'
    for who in ("petra", "vera"):
        with time_machine.travel(world.at, tick=False):
            assert back in client_of(world.cast[who]).get(f"/c/{over.ref}/gate/").content.decode()
        assert back not in opened(world, who, over).content.decode()


def test_who_may_not_decide_is_told_who_does(world: World, over: Card) -> None:
    for who in ("ada", "vera"):
        dialog = opened(world, who, over)
        assert dialog.status_code == 200
        assert "Petra decides here" in words(dialog)
        assert 'id="gate-save"' not in dialog.content.decode()
        assert post(world, who, over, STOP).status_code == 403
    assert post(world, "dan", over, STOP).status_code == 404
    assert Client().post(f"/c/{over.ref}/gate/", STOP, headers=HTMX).status_code == 401
    assert not Decision.objects.exists()


def test_the_author_may_stop_and_nothing_else(world: World, over: Card) -> None:
    dialog = opened(world, "ben", over)
    assert "As its author you may stop it" in words(dialog)
    assert dialog.content.decode().count(" disabled") == 3
    assert post(world, "ben", over, {**STOP, "outcome": "continue"}).status_code == 403
    assert not Verdict.objects.exists()
    assert post(world, "ben", over, STOP).status_code == 200


def test_decision_and_answer_are_recorded_together_as_two_facts(world: World, over: Card) -> None:
    answer = post(world, "petra", over, {**STOP, "rationale": "The data will not get better."})
    assert answer.status_code == 200
    assert Decision.objects.get().outcome == "stop"
    assert Verdict.objects.get().value == "refuted"
    assert "stopped it" in words(answer)
    assert "The data will not get better." in words(answer)
    over.refresh_from_db()
    assert over.face["timebox"]["state"] == "closed"
    assert over.face["round"]["state"] == "concluded"


def test_the_next_step_the_answer_and_what_was_learned_are_all_needed(world: World, over: Card) -> None:
    nothing = post(world, "petra", over, {})
    assert nothing.status_code == 422
    assert invalid_fields(nothing) == {"outcome", "value", "learned"}
    assert "Still needed: What happens next · The answer · What did we learn?" in words(nothing)
    short = post(world, "petra", over, {**STOP, "learned": "Nothing."})
    assert invalid_fields(short) == {"learned"}
    assert ">Nothing.</textarea>" in short.content.decode()
    assert not Decision.objects.exists()


def test_the_answer_may_come_later_if_somebody_says_so(world: World, over: Card) -> None:
    assert post(world, "petra", over, {"outcome": "stop", "value": "later"}).status_code == 200
    assert Decision.objects.exists()
    assert not Verdict.objects.exists()


def test_what_the_answer_is_refused_for_leaves_the_gate_open(world: World, over: Card) -> None:
    refused = post(world, "petra", over, {**STOP, "value": "supported"})
    assert invalid_fields(refused) == {"override_reason"}
    assert not Decision.objects.exists()
    over.refresh_from_db()
    assert over.face["timebox"]["state"] == "running"


def test_going_on_moves_the_card_to_the_next_lane(world: World, over: Card) -> None:
    post(world, "petra", over, {**STOP, "outcome": "continue"})
    over.refresh_from_db()
    assert over.lane == lane_of(over.board, "code review")


def test_going_on_to_done_has_its_answer_first(world: World, over: Card) -> None:
    board = over.board
    for name in ("code review", "update model"):
        lane_of(board, name).delete()
    post(world, "petra", over, {**STOP, "outcome": "continue"})
    over.refresh_from_db()
    assert over.lane == lane_of(board, "done")


EXTEND = {"outcome": "extend", "extend_minutes": "1h", "forecast": "40", "expects": "a second seed"}


def test_an_extension_says_how_long_how_likely_and_what_for(world: World, over: Card) -> None:
    refused = post(world, "petra", over, {"outcome": "extend"})
    assert invalid_fields(refused) == {"extend_minutes", "forecast", "expects"}
    too_long = post(world, "petra", over, {**EXTEND, "extend_minutes": "2h"})
    assert invalid_fields(too_long) == {"extend_minutes"}
    unread = post(world, "petra", over, {**EXTEND, "extend_minutes": "a while"})
    assert invalid_fields(unread) == {"extend_minutes"}
    assert post(world, "petra", over, EXTEND).status_code == 200
    box = TimeBox.objects.get(card=over)
    assert (box.state, box.due_at) == ("running", world.at + timedelta(hours=1))
    assert not Verdict.objects.exists()


def test_what_was_extended_once_cannot_be_chosen_again(world: World, over: Card) -> None:
    post(world, "petra", over, EXTEND)
    world.later(hours=2)
    dialog = opened(world, "petra", over)
    assert "extended once" in words(dialog)
    assert "Continue as a new card" in words(dialog)
    assert 'value="extend"' not in dialog.content.decode()
    answer = {"outcome": "renew", "value": "refuted", "learned": LEARNED}
    assert post(world, "petra", over, answer).status_code == 200
    assert Card.objects.filter(title=over.title).count() == 2


def test_the_second_decision_is_too_late_and_says_who_was_first(world: World, over: Card) -> None:
    post(world, "petra", over, STOP)
    second = post(world, "petra", over, STOP)
    assert second.status_code == 409
    assert "Petra has decided already: stop." in second.headers["HX-Trigger"]
    assert 'hx-target="#part-timebox"' in second.content.decode()
    assert opened(world, "petra", over).status_code == 409
    assert Decision.objects.count() == 1


def test_a_question_is_split_into_smaller_ones(world: World, over: Card) -> None:
    refused = post(world, "petra", over, {**STOP, "outcome": "split", "children": "Only one"})
    assert invalid_fields(refused) == {"children"}
    post(world, "petra", over, {**STOP, "outcome": "split", "children": "Prepaid?\nContract?"})
    children = Card.objects.filter(links__target=over, links__kind="parent")
    assert sorted(children.values_list("title", flat=True)) == ["Contract?", "Prepaid?"]


def test_while_the_box_runs_there_is_nothing_to_decide(world: World) -> None:
    card = world.running(world.board(calendar=ROUND_THE_CLOCK), budget=120)
    assert opened(world, "petra", card).status_code == 409
    assert post(world, "petra", card, STOP).status_code == 409
    assert not Verdict.objects.exists()


def test_an_early_gate_opens_the_same_dialog(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.9})
    assert "Every criterion is met before the time is up." in words(opened(world, "petra", card))
    assert post(world, "petra", card, {**STOP, "value": "supported"}).status_code == 200
    assert TimeBox.objects.get(card=card).state == "closed"


def test_a_concluded_round_is_not_asked_again(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.9})
    post(world, "ben", card, {"value": "supported", "learned": LEARNED}, "verdict/")
    dialog = opened(world, "petra", card)
    assert 'name="value"' not in dialog.content.decode()
    assert post(world, "petra", card, {"outcome": "stop"}).status_code == 200


def test_without_scripts_the_gate_is_a_page(world: World, over: Card) -> None:
    with time_machine.travel(world.at, tick=False):
        client = client_of(world.petra)
        assert "Decide: A question" in words(client.get(f"/c/{over.ref}/gate/"))
        assert client.post(f"/c/{over.ref}/gate/", {}).status_code == 422
        assert client.post(f"/c/{over.ref}/gate/", STOP).headers["Location"] == f"/c/{over.ref}/"


def test_the_clock_is_paused_with_a_reason_and_resumed(world: World) -> None:
    card = world.running(world.board())
    assert post(world, "vera", card, {"reason": "x"}, "timebox/pause/").status_code == 403
    assert post(world, "dan", card, {"reason": "x"}, "timebox/pause/").status_code == 404
    assert post(world, "ben", card, {"reason": " "}, "timebox/pause/").status_code == 400
    paused = post(world, "ben", card, {"reason": "The cluster is down"}, "timebox/pause/")
    assert "paused by Ben: The cluster is down" in words(paused)
    assert 'id="box-resume"' in paused.content.decode()
    assert "The clock runs again" in post(world, "ben", card, {}, "timebox/resume/").headers["HX-Trigger"]
    assert post(world, "ben", card, {}, "timebox/resume/").status_code == 409


def test_an_exploration_is_given_its_box_and_another_one_before_it_starts(world: World) -> None:
    card = world.card(world.board(), kind="exploration")
    assert "3d" in words(post(world, "ben", card, {"budget": "3d"}, "timebox/plan/"))
    assert "12h" in words(post(world, "ben", card, {"budget": "1d 4h"}, "timebox/plan/"))
    assert post(world, "ben", card, {"budget": "long"}, "timebox/plan/").status_code == 400
    post(world, "ben", card, {}, "timebox/start/")
    assert last_event(card.board).kind == "timebox.started"


def test_the_bar_shows_what_is_used_what_was_added_and_where_it_was_blocked(world: World, over: Card) -> None:
    post(world, "petra", over, EXTEND)
    world.later(minutes=30)
    with time_machine.travel(world.at, tick=False):
        client = client_of(world.ben)
        client.post(f"/c/{over.ref}/acts/block/", {"reason": "export"}, headers=HTMX)
    world.later(minutes=15)
    with time_machine.travel(world.at, tick=False):
        body = client_of(world.ben).get(f"/c/{over.ref}/drawer/").content.decode()
    assert 'class="fill" x="0" y="10" width="91.67%"' in body
    assert 'class="ext" x="66.67%" y="10" width="33.33%"' in body
    assert 'class="blk" x="83.33%" y="10" width="8.33%"' in body
