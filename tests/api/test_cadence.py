"""`/boards/{key}/iterations`, `/increments`, `/meetings` and the calendar, as a client sees them."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World

pytestmark = pytest.mark.django_db
BOARD = "/boards/CHURN"
TUESDAYS = {"kind": "retrospective", "unit": "month", "nth": 1, "weekday": "tue", "time": "10:00"}


@pytest.fixture
def petra(sign: Sign, board: Board) -> Caller:
    return sign("petra")


def test_an_iteration_is_planned_broken_down_started_and_ended(world: World, board: Board, petra: Caller) -> None:
    card = world.card(board, "Does text tell?")
    made = petra.post(f"{BOARD}/iterations", {"goal": "Fewer lost"})
    assert (made.status, made.json["state"], made.json["number"]) == (201, "planned", 1)
    here = f"{BOARD}/iterations/{made.json['id']}"
    refused = petra.post(f"{here}/start")
    assert (refused.status, refused.code, refused.fields) == (422, "iteration_not_ready", {"items": "required"})
    item = petra.post(f"{here}/items", {"card": card.ref}).json["items"][0]
    assert {each["code"] for each in petra.get(here).json["missing"]} == {"no_create", "no_observe", "no_analyze"}
    for kind in ("create", "observe", "analyze"):
        answer = petra.post(f"{here}/items/{item['id']}/tasks", {"kind": kind, "title": kind, "assignee": "ben"})
        assert answer.status == 201
    task = answer.json["items"][0]["tasks"][0]
    assert (task["kind"], task["assignee"], task["done"]) == ("create", "ben", False)
    changed = petra.patch(f"{here}/items/{item['id']}/tasks/{task['id']}", {"done": True})
    assert changed.json["items"][0]["tasks"][0]["done"]
    assert petra.post(f"{here}/start").json["state"] == "running"
    assert petra.post(f"{here}/end").fields == {card.ref: "no_outcome"}
    assert petra.patch(f"{here}/items/{item['id']}", {"outcome": "It does."}).json["missing"] == []
    assert petra.post(f"{here}/end").json["state"] == "closed"
    assert petra.get(f"{BOARD}/iterations").json["results"][0] == petra.get(here).json
    assert petra.delete(here).status == 409


def test_unknown_fields_and_wrong_types_are_refused(board: Board, petra: Caller) -> None:
    assert petra.post(f"{BOARD}/iterations", {"end": "2026-12-01"}).fields == {"end": "unknown_field"}
    days = {"name": "Winter", "starts_on": "2026-12-01", "ends_on": "2026-12-31"}
    for wrong in (
        {"ends_on": "soon"},
        {"ends_on": "2026-13-01"},
        {"ends_on": 20261231},
        {"ends_on": "0001-01-01"},
    ):
        assert petra.post(f"{BOARD}/increments", {**days, **wrong}).fields == {"ends_on": "invalid"}
    for wrong in ({"time": "25:00"}, {"time": 10}, {"time": "10:00:00"}):
        assert petra.post(f"{BOARD}/meetings/series", {**TUESDAYS, **wrong}).fields == {"time": "invalid"}
    assert "nth" in petra.post(f"{BOARD}/meetings/series", {**TUESDAYS, "nth": None}).fields
    assert "zone" in petra.post(f"{BOARD}/meetings/series", {**TUESDAYS, "zone": "Mars/Olympus"}).fields
    assert "minutes" in petra.post(f"{BOARD}/meetings/series", {**TUESDAYS, "minutes": 0}).fields


def test_a_rule_is_made_changed_skipped_and_taken_off(board: Board, petra: Caller) -> None:
    made = petra.post(f"{BOARD}/meetings/series", {**TUESDAYS, "zone": "Europe/Berlin"})
    assert (made.status, made.json["rrule"]) == (201, "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU")
    here = f"{BOARD}/meetings/series/{made.json['id']}"
    changed = petra.patch(here, {"unit": "week", "nth": None, "every": 2})
    assert changed.json["rrule"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert len(changed.json["next"]) == 3
    day = changed.json["next"][0][:10]
    skipped = petra.post(f"{here}/skip", {"day": day})
    assert skipped.json["skipped"] == [day]
    assert day not in skipped.json["next"][0]
    assert petra.post(f"{here}/skip", {"day": day, "skip": False}).json["skipped"] == []
    assert petra.get(f"{BOARD}/meetings").json["series"] == [petra.get(here).json]
    assert petra.delete(here).status == 204
    assert petra.get(here).status == 404


def test_a_meeting_is_held_and_nobody_reads_the_notes_of_others_before_the_reveal(
    board: Board, petra: Caller, sign: Sign
) -> None:
    ben = sign("ben")
    held = petra.post(f"{BOARD}/meetings", {"kind": "retrospective", "votes_each": 2})
    assert held.status == 201
    here = f"{BOARD}/meetings/{held.json['id']}"
    note = ben.post(f"{here}/notes", {"text": "Boxes are too long", "column": "change"}).json["notes"][0]
    assert (petra.get(here).json["notes"], petra.get(here).json["hidden_notes"]) == ([], 1)
    assert petra.patch(f"{here}/notes/{note['id']}", {"text": "Not so"}).status == 404
    assert ben.patch(f"{here}/notes/{note['id']}", {"column": "idea"}).json["notes"][0]["column"] == "idea"
    assert ben.put(f"{here}/notes/{note['id']}/votes", {"count": 1}).status == 409
    assert petra.post(f"{here}/reveal").json["notes"][0]["text"] == "Boxes are too long"
    assert petra.put(f"{here}/notes/{note['id']}/votes", {"count": 2}).json["votes_left"] == 0
    assert ben.get(here).json["notes"][0] | {"id": 0} == {
        "id": 0, "column": "idea", "text": "Boxes are too long", "signed_by": None, "votes": 2, "my_votes": 0,
    }  # fmt: skip
    changes = ben.get(f"{BOARD}/changes?after=0").json["events"]
    told = [
        each for each in changes if each["kind"] in ("meeting.note_added", "meeting.note_changed", "meeting.voted")
    ]
    assert [(each["actor"], each["origin"]) for each in told] == [(None, "web")] * 3
    action = ben.post(f"{here}/actions", {"title": "Shorter boxes", "assignee": "petra", "note": note["id"]})
    assert action.json["actions"][0]["card"] == "CHURN-1"
    assert ben.patch(here, {"minutes": "We spoke.", "seen": ""}).json["minutes"] == "We spoke."
    assert petra.patch(here, {"minutes": "I spoke.", "seen": ""}).status == 412
    assert ben.post(f"{here}/end").json["state"] == "closed"
    assert ben.post(f"{here}/reopen").json["state"] == "open"
    assert ben.post(f"{here}/end").json["state"] == "closed"
    listed = petra.get(f"{BOARD}/meetings").json["results"]
    assert [each["actions"][0]["done"] for each in listed] == [False]
    assert sign("vera").post(f"{here}/reopen").status == 403
    assert petra.post(f"{BOARD}/meetings", {"kind": "retrospective"}).status == 201
    assert ben.post(f"{here}/reopen").status == 409


def test_the_calendar_comes_as_a_calendar(world: World, board: Board, petra: Caller) -> None:
    world.running(board, "Q")
    answer = petra.get(f"{BOARD}/calendar.ics", Accept="text/calendar")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 2
    known = petra.get(f"{BOARD}/calendar.ics", If_None_Match=answer.headers["ETag"])
    assert (known.status, known.content) == (304, b"")
    assert petra.get(f"{BOARD}/calendar.ics", Accept="image/png").status == 406


def test_a_secret_address_is_made_by_a_person_and_not_by_a_token(
    world: World, board: Board, petra: Caller
) -> None:
    assert petra.get(f"{BOARD}/feed").json == {"active": False, "created_at": None}
    assert petra.post(f"{BOARD}/feed").status == 403
    browser = Caller()
    browser.client.force_login(world.petra)
    made: Any = browser.post(f"{BOARD}/feed")
    assert made.status == 201
    assert browser.client.get(made.json["url"].removeprefix("http://testserver")).status_code == 200
    assert petra.get(f"{BOARD}/feed").json["active"]
    assert petra.delete(f"{BOARD}/feed").status == 204
    assert browser.client.get(made.json["url"].removeprefix("http://testserver")).status_code == 404
