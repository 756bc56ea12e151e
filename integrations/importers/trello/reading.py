"""Reading a Trello export: from bytes to one JSON object with the shape of a board, or one sentence why not."""

from __future__ import annotations

from typing import Any

from accounts.errors import Invalid
from integrations.json_files import read_json

MOST = 20_000
HOW_TO_EXPORT = "In Trello: board menu, Print, export and share, Export as JSON."


class BadExport(Invalid):
    """The file is no Trello export of a board."""

    code = "bad_export"
    title = "Not a Trello export"


def read_export(content: str | bytes) -> dict[str, Any]:
    """The board object of an export; `BadExport` says in one sentence what the file is instead."""
    board = read_json(content, BadExport, HOW_TO_EXPORT)
    _require_board(board)
    for name in ("lists", "cards", "actions"):
        if isinstance(board.get(name), list) and len(board[name]) > MOST:
            raise BadExport(f"The file has {len(board[name]):,} {name}; up to {MOST:,} can be imported at once.")
    for name in ("lists", "cards"):
        _require_ids(board[name], name.removesuffix("s"))
    return dict(board)


def _require_board(found: Any) -> None:
    if isinstance(found, list):
        raise BadExport(f"The file holds a list of {len(found):,} things, not one board. {HOW_TO_EXPORT}")
    if not isinstance(found, dict):
        raise BadExport(f"The file is JSON, but holds no board. {HOW_TO_EXPORT}")
    if isinstance(found.get("idList"), str) and "lists" not in found:
        raise BadExport(f"The file holds a single card, not a board. {HOW_TO_EXPORT}")
    for name in ("lists", "cards"):
        if not isinstance(found.get(name), list):
            raise BadExport(f"The file is JSON, but no Trello board: it has no list of {name}. {HOW_TO_EXPORT}")
    if not _is_id(found.get("id")) or not isinstance(found.get("name"), str):
        raise BadExport(f"The file is JSON, but no Trello board: it has no id or no name. {HOW_TO_EXPORT}")


def _require_ids(things: list[Any], word: str) -> None:
    for number, thing in enumerate(things, 1):
        if not isinstance(thing, dict) or not _is_id(thing.get("id")):
            raise BadExport(f"The file is no Trello board: {word} {number:,} of {len(things):,} has no id.")


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isascii() and value.isprintable()
