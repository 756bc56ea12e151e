"""The only writers of tracker connections, and of what trackers say of runs."""

from integrations.actions.connections import add_tracker, change_tracker, remove_tracker
from integrations.actions.health import (
    give_up_turn,
    note_cursor,
    note_failure,
    note_places,
    note_success,
    take_turn,
)
from integrations.actions.received import attach_tracked, note_gone, receive_tracked, thaw_tracked

__all__ = [
    "add_tracker",
    "attach_tracked",
    "change_tracker",
    "give_up_turn",
    "note_cursor",
    "note_failure",
    "note_gone",
    "note_places",
    "note_success",
    "receive_tracked",
    "remove_tracker",
    "take_turn",
    "thaw_tracked",
]
