"""The pages of what recurs: they teach when they are empty, work without scripts, and lose nothing."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Board
from cadence import actions
from cadence.actions.meetings import stamp
from cadence.forms import task_of
from cadence.models import Increment, Iteration, IterationItem, IterationTask, Meeting, MeetingNote, MeetingSeries
from tests.cadence.conftest import broken_down, scheduled
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/boards/CHURN/cadence/"
OFTEN = {"kind": "retrospective", "often": "month:1", "weekday": "tue", "time": "10:00", "minutes": "60"}


def get(world: World, who: str, path: str = PAGE) -> Any:
    return client_of(world.cast[who]).get(path)


def post(world: World, who: str, path: str, **data: Any) -> Any:
    return client_of(world.cast[who]).post(f"/boards/CHURN/{path}", data)


def test_an_empty_page_teaches(world: World, board: Board) -> None:
    text = words(get(world, "petra"))
    for lesson in ("It has no end date.", "the first Tuesday of every month", "a goal in fixed time"):
        assert lesson in text
    assert 'id="iteration-plan"' not in get(world, "ben").content.decode()
    for button in ("hold-retrospective", "iteration-plan", "series-new"):
        assert f'id="{button}"' not in get(world, "vera").content.decode()


def test_an_iteration_goes_from_its_plan_to_its_end(world: World, board: Board) -> None:
    card = world.hypothesis(board, "Does text tell?")
    assert post(world, "petra", "iterations/", goal="Fewer lost").status_code == 302
    one = Iteration.objects.get()
    here = f"iterations/{one.pk}"
    assert post(world, "petra", f"{here}/items/", card=card.ref).status_code == 302
    item = IterationItem.objects.get()
    assert f"{card.ref} has not got something to observe yet." in words(get(world, "ben"))
    assert post(world, "petra", f"{here}/start/").status_code == 422
    for kind in ("create", "observe", "analyze"):
        done = post(world, "ben", f"{here}/items/{item.pk}/tasks/", kind=kind, title=f"{kind} it @ben")
        assert done.status_code == 302
    assert post(world, "petra", f"{here}/start/").status_code == 302
    task = IterationTask.objects.filter(kind="create").get()
    assert post(world, "ben", f"{here}/items/{item.pk}/tasks/{task.pk}/", done="yes").status_code == 302
    page = get(world, "ben").content.decode()
    assert f'id="task-{task.pk}-done" role="checkbox" aria-checked="true"' in page
    assert post(world, "ben", f"{here}/items/{item.pk}/outcome/", outcome="It holds.").status_code == 302
    assert post(world, "petra", f"{here}/end/").status_code == 302
    assert "Iterations that have ended" in words(get(world, "vera"))
    assert "Outcome It holds. Ben" in words(get(world, "vera", f"/boards/CHURN/{here}/"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Train it", {"title": "Train it"}),
        ("Train it @ben", {"title": "Train it", "assignee": "ben"}),
        (" churn-12 @ben", {"card": "churn-12", "assignee": "ben"}),
        ("Ask ben@example.org", {"title": "Ask ben@example.org"}),
        ("@ben", {"assignee": "ben"}),
        ("", {}),
    ],
)
def test_a_line_is_read_as_people_type_it(typed: str, meant: dict[str, str]) -> None:
    assert task_of(typed) == meant


def test_a_meeting_is_put_on_the_calendar_changed_skipped_and_taken_off(world: World, board: Board) -> None:
    assert post(world, "petra", "meetings/series/", **OFTEN).status_code == 302
    series = MeetingSeries.objects.get()
    assert series.rule == "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"
    here = f"meetings/series/{series.pk}/"
    changed = {**OFTEN, "often": "week:2", "weekday": "fri", "time": "09:30"}
    assert post(world, "petra", here, **changed).status_code == 302
    assert "Friday every 2 weeks at 09:30, 60 min" in words(get(world, "vera"))
    series.refresh_from_db()
    assert post(world, "petra", f"{here}skip/", day=series.starts_on.isoformat()).status_code == 302
    assert f"Do not skip {series.starts_on}" in words(get(world, "petra"))
    assert post(world, "petra", f"{here}skip/", day="someday").status_code == 400
    assert post(world, "petra", f"{here}skip/", day="2026-12-02").status_code == 400
    assert post(world, "petra", f"{here}removal/").status_code == 302
    assert not MeetingSeries.objects.exists()


def test_what_was_typed_comes_back_with_what_is_wrong(world: World, board: Board) -> None:
    refused = post(world, "petra", "meetings/series/", **{**OFTEN, "minutes": "2"})
    assert (refused.status_code, invalid_fields(refused)) == (422, {"minutes"})
    wrong = {"name": "Winter", "goal": "Half as many", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}
    refused = post(world, "petra", "increments/", **wrong)
    assert (refused.status_code, invalid_fields(refused)) == (422, {"ends_on"})
    assert "Half as many" in words(refused)
    assert post(world, "petra", "increments/", **{**wrong, "ends_on": "2026-12-24"}).status_code == 302
    made = Increment.objects.get()
    refused = post(world, "petra", f"increments/{made.pk}/", **wrong)
    assert (refused.status_code, refused.content.decode().count('__edit" open')) == (422, 1)
    assert post(world, "petra", f"increments/{made.pk}/end/", achieved="").status_code == 422
    assert post(world, "petra", f"increments/{made.pk}/end/", achieved="A third fewer").status_code == 302
    assert "Achieved: A third fewer" in words(get(world, "vera"))


def test_a_meeting_is_held_from_notes_to_minutes(world: World, board: Board) -> None:
    held = post(world, "ben", "meetings/", kind="retrospective")
    meeting = Meeting.objects.get()
    assert held["Location"] == f"/boards/CHURN/meetings/{meeting.pk}/"
    here = f"meetings/{meeting.pk}"
    post(world, "ben", f"{here}/notes/", text="Boxes are too long", column="change")
    note = MeetingNote.objects.get()
    assert "1 note of others is hidden until the reveal." in words(get(world, "petra", f"/boards/CHURN/{here}/"))
    post(world, "petra", f"{here}/reveal/")
    post(world, "ben", f"{here}/notes/{note.pk}/votes/", count="2")
    assert "1 of your 3 dots left" in words(get(world, "ben", f"/boards/CHURN/{here}/"))
    made = post(world, "ben", f"{here}/actions/", title="Shorter boxes", assignee="petra", note=note.pk)
    assert said(made) == ["CHURN-1 is in the backlog."]
    assert "Boxes are too long" in meeting.actions.get().card.description
    post(world, "ben", f"{here}/minutes/", minutes="We spoke.", seen=stamp(""))
    assert post(world, "ben", f"{here}/end/").status_code == 302
    text = words(get(world, "vera", f"/boards/CHURN/{here}/"))
    assert "As it stood when the meeting was closed." in text
    assert "We spoke." in text
    assert 'id="note-keep"' not in get(world, "ben", f"/boards/CHURN/{here}/").content.decode()


def test_a_closed_meeting_is_opened_again_by_whoever_may_close_it(
    world: World, board: Board, meeting: Meeting
) -> None:
    here, page = f"meetings/{meeting.pk}", f"/boards/CHURN/meetings/{meeting.pk}/"
    offered = {"ben": True, "vera": False}
    assert "Open it again" not in words(get(world, "ben", page))
    post(world, "ben", f"{here}/end/")
    assert {who: "Open it again" in words(get(world, who, page)) for who in offered} == offered
    assert post(world, "vera", f"{here}/reopening/").status_code == 403
    assert said(post(world, "ben", f"{here}/reopening/")) == [
        "The meeting goes on; its agenda follows the board again."
    ]
    assert "Close the meeting" in words(get(world, "ben", page))
    post(world, "ben", f"{here}/end/")
    post(world, "ben", "meetings/", kind="retrospective")
    assert "Open it again" not in words(get(world, "ben", page))  # a later one begins where it ended
    assert post(world, "ben", f"{here}/reopening/").status_code == 409


def test_minutes_that_cross_come_back_beside_those_of_the_other(world: World, meeting: Meeting) -> None:
    actions.write_minutes(cause=world.by("petra"), meeting=meeting, minutes="Petra's words")
    path = f"meetings/{meeting.pk}/minutes/"
    refused = post(world, "ben", path, minutes="Ben's words", seen=stamp(""))
    assert refused.status_code == 422
    assert "Petra's words" in words(refused)
    assert "Ben&#x27;s words</textarea>" in refused.content.decode()
    assert post(world, "ben", path, minutes="Both", seen=stamp("Petra's words")).status_code == 302


def test_the_secret_address_is_shown_once(world: World, board: Board) -> None:
    shown = post(world, "vera", "cadence/feed/")
    assert shown.status_code == 201
    address = shown.context["feed_url"]
    assert address in words(shown)
    assert address not in words(get(world, "vera"))
    assert client_of(None).get(address.removeprefix("http://testserver")).status_code == 200
    assert post(world, "vera", "cadence/feed/removal/").status_code == 302
    assert client_of(None).get(address.removeprefix("http://testserver")).status_code == 404


def test_the_page_asks_a_number_of_queries_that_does_not_grow(
    world: World, board: Board, item: IterationItem, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        card = world.card(board, f"C{number}")
        more = actions.add_item(cause=world.by("petra"), iteration=item.iteration, card=card.ref)
        broken_down(world, more)
        scheduled(world, board)
    with django_assert_max_num_queries(34):
        get(world, "ben")
