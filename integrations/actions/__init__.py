"""The only writers of tracker connections, of what trackers say of runs, and of imports."""

from integrations.actions.connections import add_tracker, change_tracker, remove_tracker
from integrations.actions.health import (
    give_up_turn,
    note_cursor,
    note_failure,
    note_places,
    note_success,
    take_turn,
)
from integrations.actions.imports import (
    Wishes,
    bring_in,
    forget_imports,
    give_up_import,
    run_import,
    start_import,
)
from integrations.actions.received import attach_tracked, note_gone, receive_tracked, thaw_tracked

__all__ = [
    "Wishes",
    "add_tracker",
    "attach_tracked",
    "bring_in",
    "change_tracker",
    "forget_imports",
    "give_up_import",
    "give_up_turn",
    "note_cursor",
    "note_failure",
    "note_gone",
    "note_places",
    "note_success",
    "receive_tracked",
    "remove_tracker",
    "run_import",
    "start_import",
    "take_turn",
    "thaw_tracked",
]
