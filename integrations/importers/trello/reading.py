"""Reading a Trello export: from bytes to one JSON object with the shape of a board, or one sentence why not."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from integrations.json_files import grouped, read_json

MOST = 20_000
# Keys that every age of the format has near its beginning, and no other file that is brought in.
KEYS = re.compile(rb'"(?:idOrganization|idBoard|idList|lists)"\s*:')
OPENS_AS_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
HOW_TO_EXPORT = noop("In Trello: board menu, Print, export and share, Export as JSON.")


class BadExport(Invalid):
    """The file is no Trello export of a board."""

    code = "bad_export"
    title = noop("Not a Trello export")


def is_export(filename: str, head: bytes) -> bool:
    """Whether a file that begins like this is to be read as an export of Trello, whatever it is called."""
    return OPENS_AS_OBJECT.match(head) is not None and KEYS.search(head) is not None


def read_export(content: str | bytes) -> dict[str, Any]:
    """The board object of an export; `BadExport` says in one sentence what the file is instead."""
    board = read_json(content, BadExport, HOW_TO_EXPORT)
    _require_board(board)
    for name in ("lists", "cards", "actions"):
        if isinstance(board.get(name), list) and len(board[name]) > MOST:
            counts = {"n": grouped(len(board[name])), "things": name, "most": grouped(MOST)}
            raise BadExport(_("The file has %(n)s %(things)s; up to %(most)s can be imported at once.") % counts)
    for name in ("lists", "cards"):
        _require_ids(board[name], name.removesuffix("s"))
    return dict(board)


def _require_board(found: Any) -> None:
    if isinstance(found, list):
        raise _bad(_("The file holds a list of %(n)s things, not one board.") % {"n": grouped(len(found))})
    if not isinstance(found, dict):
        raise _bad(_("The file is JSON, but holds no board."))
    if isinstance(found.get("idList"), str) and "lists" not in found:
        raise _bad(_("The file holds a single card, not a board."))
    for name in ("lists", "cards"):
        if not isinstance(found.get(name), list):
            raise _bad(
                _("The file is JSON, but no Trello board: it has no list of %(things)s.") % {"things": name}
            )
    if not _is_id(found.get("id")) or not isinstance(found.get("name"), str):
        raise _bad(_("The file is JSON, but no Trello board: it has no id or no name."))


def _require_ids(things: list[Any], word: str) -> None:
    for number, thing in enumerate(things, 1):
        if not isinstance(thing, dict) or not _is_id(thing.get("id")):
            place = {"thing": word, "number": grouped(number), "n": grouped(len(things))}
            raise BadExport(_("The file is no Trello board: %(thing)s %(number)s of %(n)s has no id.") % place)


def _bad(sentence: str) -> BadExport:
    return BadExport(f"{sentence} {_(HOW_TO_EXPORT)}")


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isascii() and value.isprintable()
