"""Reading a Trello export: from bytes to one JSON object with the shape of a board, or one sentence why not."""

from __future__ import annotations

import json
from typing import Any

from accounts.errors import Invalid

MOST_BYTES = 50_000_000
HOW_TO_EXPORT = "In Trello: board menu, Print, export and share, Export as JSON."


class BadExport(Invalid):
    """The file is no Trello export of a board."""

    code = "bad_export"
    title = "Not a Trello export"


def read_export(content: str | bytes) -> dict[str, Any]:
    """The board object of an export; `BadExport` says in one sentence what the file is instead."""
    if len(content) > MOST_BYTES:
        raise BadExport(f"The file is larger than {MOST_BYTES // 1_000_000} MB; no export of one board is.")
    board = _parse(_decode(content))
    _require_board(board)
    for name in ("lists", "cards"):
        _require_ids(board[name], name.removesuffix("s"))
    return dict(board)


def _decode(content: str | bytes) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadExport(
            f"The file is not UTF-8 text (byte {error.start:,}); it was saved in another encoding. {HOW_TO_EXPORT}"
        ) from None


def _parse(text: str) -> Any:
    """JSON, whose errors name a place and never quote the file: it may hold private addresses."""
    if not text.strip():
        raise BadExport("The file is empty.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadExport(f"The file is not JSON ({error.msg}, {place}). {HOW_TO_EXPORT}") from None
    except RecursionError:
        raise BadExport("The file is nested too deeply to be a Trello export.") from None
    except ValueError:
        raise BadExport("The file holds a number that is too long to be read.") from None


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
