"""The only writers of what recurs."""

from cadence.actions.feeds import make_feed, remove_feed
from cadence.actions.follow_ups import add_action
from cadence.actions.increments import change_increment, close_increment, plan_increment, remove_increment
from cadence.actions.items import add_item, add_task, change_task, record_outcome, remove_item, remove_task
from cadence.actions.iterations import (
    change_iteration,
    close_iteration,
    plan_iteration,
    remove_iteration,
    start_iteration,
)
from cadence.actions.meetings import close_meeting, hold_meeting, remove_meeting, reopen_meeting, write_minutes
from cadence.actions.notes import add_note, change_note, remove_note, reveal_notes, vote
from cadence.actions.remind import remind_due
from cadence.actions.series import reschedule_meeting, schedule_meeting, skip_meeting, unschedule_meeting

__all__ = [
    "add_action",
    "add_item",
    "add_note",
    "add_task",
    "change_increment",
    "change_iteration",
    "change_note",
    "change_task",
    "close_increment",
    "close_iteration",
    "close_meeting",
    "hold_meeting",
    "make_feed",
    "plan_increment",
    "plan_iteration",
    "record_outcome",
    "remind_due",
    "remove_feed",
    "remove_increment",
    "remove_item",
    "remove_iteration",
    "remove_meeting",
    "remove_note",
    "remove_task",
    "reopen_meeting",
    "reschedule_meeting",
    "reveal_notes",
    "schedule_meeting",
    "skip_meeting",
    "start_iteration",
    "unschedule_meeting",
    "vote",
    "write_minutes",
]
