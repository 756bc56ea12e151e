"""The only writers of boards: each verb is a guard, a transaction, the rows and one fact."""

from boards.actions.archive import archive_card, restore_card, trash_card
from boards.actions.attach import attach_file, remove_attachment
from boards.actions.block import block_card, unblock_card
from boards.actions.boards import change_board, create_board, delete_board
from boards.actions.create import create_card
from boards.actions.edit import edit_card
from boards.actions.lanes import add_lane, change_lane, move_lane, remove_lane
from boards.actions.links import link_cards, unlink_cards
from boards.actions.move import Place, move_card
from boards.actions.quick import add_cards
from boards.actions.undo import undo
from boards.actions.upsert import upsert_card
from boards.actions.watch import watch_card

__all__ = [
    "Place",
    "add_cards",
    "add_lane",
    "archive_card",
    "attach_file",
    "block_card",
    "change_board",
    "change_lane",
    "create_board",
    "create_card",
    "delete_board",
    "edit_card",
    "link_cards",
    "move_card",
    "move_lane",
    "remove_attachment",
    "remove_lane",
    "restore_card",
    "trash_card",
    "unblock_card",
    "undo",
    "unlink_cards",
    "upsert_card",
    "watch_card",
]
