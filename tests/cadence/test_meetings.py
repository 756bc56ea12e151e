"""A meeting is held: its agenda is what the log says since the last one, and stays as it was when it closes."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from boards.actions import change_lane
from boards.models import Board, Card
from cadence import actions
from cadence.actions.meetings import MeetingOver, stamp
from cadence.agenda import agenda_of
from cadence.models import Meeting
from hypotheses.actions import add_log_entry, record_verdict
from tests.cadence.conftest import broken_down, scheduled
from tests.world import World, kinds, lane_of, last_event
from timeboxes.actions import expire_due

pytestmark = pytest.mark.django_db


def agenda(meeting: Meeting, world: World) -> dict[str, list[tuple[str, str]]]:
    """The lines by section."""
    sections = agenda_of(Meeting.objects.select_related("board").get(pk=meeting.pk), world.at)
    return {each["name"]: [(line["ref"], line["text"]) for line in each["lines"]] for each in sections}


def concluded(world: World, board: Board, value: str, auc: float, **more: Any) -> Card:
    card = world.running(board, f"{value} at {auc}", forecast=more.pop("forecast", 0.6))
    world.push(card, **{"val.auc": auc})
    record_verdict(cause=world.by(), card=card, value=value, learned="Now we know.", **more)
    return card


def test_answers_surprises_and_overrides_come_from_the_log(world: World, board: Board, meeting: Meeting) -> None:
    plain = concluded(world, board, "supported", 0.9)
    surprise = concluded(world, board, "supported", 0.9, forecast=0.3)
    against = concluded(world, board, "refuted", 0.9, override_reason="The label leaks")
    found = agenda(meeting, world)
    assert [ref for ref, _ in found["verdicts"]] == [against.ref, surprise.ref, plain.ref]
    assert found["verdicts"][2][1] == "Supported: Now we know."
    assert found["surprises"] == [(surprise.ref, "Supported, with a forecast of 30%")]
    assert found["overrides"] == [(against.ref, "Verdict against the suggestion: The label leaks")]


def test_a_passed_limit_and_a_box_that_ran_out_stand_on_it(world: World, board: Board, meeting: Meeting) -> None:
    lane = lane_of(board, "code review")
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": 1, "wip_mode": "block"})
    world.card(board, "First", "code review")
    second = world.card(board, "Second")
    world.move(second, "code review", who="petra", wip_override="It is one line")
    boxed = world.running(board, "Its time is up")
    expire_due(world.later(days=9))
    found = agenda(meeting, world)
    assert found["overrides"] == [(second.ref, "WIP limit of code review passed over: It is one line")]
    assert [ref for ref, _ in found["expired"]] == [boxed.ref]


def test_cards_are_silent_after_two_working_days_without_a_word(
    world: World, board: Board, meeting: Meeting
) -> None:
    silent, spoken = world.running(board, "Silent"), world.running(board, "Spoken")
    world.later(days=2)
    add_log_entry(cause=world.by(), card=spoken, body="Still training.")
    assert agenda(meeting, world)["silent"] == [(silent.ref, "Nobody has written for 2 working days")]
    world.later(days=3)  # Saturday: Thursday and Friday have passed for both
    assert [ref for ref, _ in agenda(meeting, world)["silent"]] == [silent.ref, spoken.ref]


def test_the_next_one_begins_where_the_last_one_ended(world: World, board: Board, meeting: Meeting) -> None:
    before = concluded(world, board, "supported", 0.9)
    actions.close_meeting(cause=world.by(), meeting=meeting)
    after = concluded(world, board, "refuted", 0.1)
    review = actions.hold_meeting(cause=world.by(), board=board, kind="item_review")
    again = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    assert [ref for ref, _ in agenda(again, world)["verdicts"]] == [after.ref]
    assert [ref for ref, _ in agenda(review, world)["verdicts"]] == [after.ref, before.ref]
    assert [ref for ref, _ in agenda(meeting, world)["verdicts"]] == [before.ref]  # frozen


def test_the_first_one_looks_back_a_month(world: World, board: Board) -> None:
    concluded(world, board, "supported", 0.9)
    world.later(days=31)
    recent = concluded(world, board, "refuted", 0.1)
    first = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    assert [ref for ref, _ in agenda(first, world)["verdicts"]] == [recent.ref]


def test_actions_become_cards_and_stay_on_agendas_until_they_are_done(
    world: World, board: Board, meeting: Meeting
) -> None:
    action = actions.add_action(cause=world.by(), meeting=meeting, title="Ask sales", assignee="petra")
    card = action.card
    assert (card.lane.name, card.kind) == ("backlog", "task")
    assert card.face["assignees"][0]["username"] == "petra"
    assert card.description == "Decided in the retrospective of 16 Nov 2026."
    assert kinds(board)[-2:] == ["card.created", "meeting.action_added"]
    assert last_event(board).card_ref == card.ref
    assert agenda(meeting, world)["actions"] == []  # its own are listed below it
    actions.close_meeting(cause=world.by(), meeting=meeting)
    again = actions.hold_meeting(cause=world.by(), board=board, kind="item_review")
    assert [ref for ref, _ in agenda(again, world)["actions"]] == [card.ref]
    world.move(card, "done")
    assert agenda(again, world)["actions"] == []


def test_an_item_review_begins_with_items_and_a_selection_with_the_backlog(
    world: World, board: Board, item: Any
) -> None:
    broken_down(world, item)
    review = actions.hold_meeting(cause=world.by(), board=board, kind="item_review")
    assert agenda(review, world)["items"] == [(item.card.ref, "0 of 3 tasks done, no outcome yet")]
    card = world.card(board, "Idea", "backlog")
    selection = actions.hold_meeting(cause=world.by(), board=board, kind="backlog_selection")
    assert next(iter(agenda(selection, world))) == "backlog"
    assert agenda(selection, world)["backlog"] == [(card.ref, "1. in the backlog")]


def test_one_of_a_kind_is_open_at_a_time(world: World, board: Board, meeting: Meeting) -> None:
    with pytest.raises(Conflict, match="is open"):
        actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    actions.close_meeting(cause=world.by(), meeting=meeting)
    assert actions.hold_meeting(cause=world.by(), board=board, kind="retrospective").pk != meeting.pk


def test_a_meeting_that_was_closed_too_early_goes_on(world: World, board: Board, meeting: Meeting) -> None:
    """Its agenda follows the log again from where it began, and it takes notes and actions."""
    before = concluded(world, board, "supported", 0.9)
    actions.close_meeting(cause=world.by(), meeting=meeting)
    after = concluded(world, board, "refuted", 0.1)
    again = actions.reopen_meeting(cause=world.by("petra"), meeting=meeting)
    assert (again.closed_at, again.until_seq, again.agenda) == (None, None, [])
    assert [ref for ref, _ in agenda(again, world)["verdicts"]] == [after.ref, before.ref]
    assert (last_event(board).kind, last_event(board).actor) == ("meeting.reopened", world.petra)
    actions.add_note(cause=world.by(), meeting=again, text="Late")
    actions.close_meeting(cause=world.by(), meeting=again)


def test_reopening_an_open_one_changes_nothing(world: World, board: Board, meeting: Meeting) -> None:
    seq = last_event(board).seq
    assert actions.reopen_meeting(cause=world.by(), meeting=meeting).closed_at is None
    assert last_event(board).seq == seq


def test_only_the_newest_of_its_kind_can_be_reopened(world: World, board: Board, meeting: Meeting) -> None:
    """Otherwise two agendas would tell of the same time."""
    actions.close_meeting(cause=world.by(), meeting=meeting)
    actions.hold_meeting(cause=world.by(), board=board, kind="item_review")
    actions.reopen_meeting(cause=world.by(), meeting=meeting)
    actions.close_meeting(cause=world.by(), meeting=meeting)
    later = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    with pytest.raises(Conflict, match="A later meeting"):
        actions.reopen_meeting(cause=world.by(), meeting=meeting)
    actions.close_meeting(cause=world.by(), meeting=later)
    with pytest.raises(Conflict, match="A later meeting"):
        actions.reopen_meeting(cause=world.by(), meeting=meeting)
    with pytest.raises(Forbidden):
        actions.reopen_meeting(cause=world.by("vera"), meeting=later)


def test_a_closed_one_takes_minutes_and_nothing_else(world: World, meeting: Meeting) -> None:
    actions.close_meeting(cause=world.by(), meeting=meeting)
    written = actions.write_minutes(cause=world.by(), meeting=meeting, minutes="We spoke.\n")
    assert written.minutes == "We spoke."
    for act in (
        lambda: actions.add_note(cause=world.by(), meeting=meeting, text="Late"),
        lambda: actions.add_action(cause=world.by(), meeting=meeting, title="Late"),
        lambda: actions.reveal_notes(cause=world.by(), meeting=meeting),
        lambda: actions.close_meeting(cause=world.by(), meeting=meeting),
        lambda: actions.remove_meeting(cause=world.by("petra"), meeting=meeting),
    ):
        with pytest.raises(MeetingOver):
            act()


def test_two_who_write_the_minutes_do_not_overwrite_each_other(world: World, meeting: Meeting) -> None:
    seen = stamp("")
    actions.write_minutes(cause=world.by(), meeting=meeting, minutes="Ben's", seen=seen)
    with pytest.raises(Stale):
        actions.write_minutes(cause=world.by("petra"), meeting=meeting, minutes="Petra's", seen=seen)
    actions.write_minutes(cause=world.by("petra"), meeting=meeting, minutes="Both", seen=stamp("Ben's"))
    meeting.refresh_from_db()
    assert meeting.minutes == "Both"


def test_it_follows_the_rule_of_its_kind(world: World, board: Board) -> None:
    series, other = scheduled(world, board), scheduled(world, board, "item_review")
    held = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    assert held.series == series
    actions.unschedule_meeting(cause=world.by("petra"), series=series)
    held.refresh_from_db()
    assert held.series is None
    with pytest.raises(Invalid):
        actions.hold_meeting(cause=world.by(), board=board, kind="backlog_selection", series=other)


def test_who_may_look_holds_none(world: World, board: Board, meeting: Meeting) -> None:
    with pytest.raises(Forbidden):
        actions.hold_meeting(cause=world.by("vera"), board=board, kind="item_review")
    with pytest.raises(NotFound):
        actions.add_note(cause=world.by("dan"), meeting=meeting, text="Hello")
