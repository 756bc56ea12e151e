"""Reading a bundle in as a new board: rows and their log together, as they were."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.errors import Conflict, Invalid
from accounts.models import Person, Team
from boards.events import Cause
from boards.models import Board
from boards.models.board import BOARD_KEY
from integrations.bundle.rows import Reader, cleaned
from integrations.bundle.tables import BOARD_FIELDS, FORMAT, TABLES, VERSION
from integrations.importers.progress import Progress, Steps
from integrations.json_files import read_json

MARK = re.compile(rb'"format"\s*:\s*"prooflane\.board"')
HINT = noop("`manage.py export` writes such files.")


class BadBundle(Invalid):
    """The file is no bundle of a board."""

    code = "bad_bundle"
    title = noop("Not an exported board")


@dataclass(frozen=True)
class Restored:
    """The new board, how many rows of which kind it has, and whose acts are now the importing person's."""

    board: Board
    counts: dict[str, int]
    strangers: list[str]


def is_bundle(filename: str, head: bytes) -> bool:
    """Whether a file that begins like this is a bundle, whatever it is called."""
    return MARK.search(head) is not None


def import_board(
    content: str | bytes,
    team: Team,
    cause: Cause,
    *,
    key: str | None = None,
    name: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """A new board from a bundle, all of it or nothing. Nobody is told of what happened long ago.

    Refs follow the key; people are found in the team by user name. A pre-registration keeps the text that was
    hashed, with the refs of then. A dry run writes nothing. Raises `BadBundle`, or `Conflict` when the
    key is taken.
    """
    bundle = read_json(content, BadBundle, HINT)
    _require_bundle(bundle)
    try:
        with transaction.atomic():
            require(cause.actor, Verb.IMPORT, team.pk)
            board = _make_board(bundle["board"] | ({"name": name} if name else {}), team, key)
            members = {each.username: each for each in Person.objects.filter(memberships__team=team)}
            reader = Reader(board, members, cause.actor, bundle["rows"])
            counts = _read(reader, bundle["rows"], progress)
            reader.finish()
            if dry_run:
                transaction.set_rollback(True)
    except ValidationError as error:
        raise BadBundle(_("The file holds a wrong value: %(what)s") % {"what": error.messages[0]}) from None
    except (IntegrityError, KeyError, TypeError, ValueError, AttributeError) as error:
        sentence = _("The rows of the file do not fit together (%(error)s).") % {"error": type(error).__name__}
        raise _bad(sentence) from None
    return Restored(board, counts, sorted(reader.strangers))


def _read(reader: Reader, rows: dict[str, Any], progress: Progress | None) -> dict[str, int]:
    """How many rows of which kind there are now."""
    steps = Steps(sum(len(rows.get(table.name, [])) for table in TABLES), progress)
    counts = {}
    for table in TABLES:
        counts[table.name] = reader.read(table)
        steps.took(counts[table.name])
    return counts


def _bad(sentence: str) -> BadBundle:
    return BadBundle(f"{sentence} {_(HINT)}")


def _require_bundle(bundle: Any) -> None:
    if not isinstance(bundle, dict) or bundle.get("format") != FORMAT:
        raise _bad(_("The file is no exported board."))
    if bundle.get("version") != VERSION:
        sentence = _("The file has version %(version)s; this program reads %(known)s.")
        raise BadBundle(sentence % {"version": repr(bundle.get("version")), "known": VERSION})
    parts = {name: bundle.get(name) for name in ("board", "rows")}
    if not all(isinstance(part, dict) for part in parts.values()):
        raise _bad(_("The file is incomplete."))
    events = bundle["rows"].get("Event") or []
    if [each.get("seq") for each in events] != list(range(1, len(events) + 1)):
        raise BadBundle(_("The log in the file has a gap."))
    if bundle["board"].get("seq") != len(events):
        raise BadBundle(_("The log in the file is not complete."))


def _make_board(head: dict[str, Any], team: Team, key: str | None) -> Board:
    board = Board(team=team, key=key or head["key"])
    BOARD_KEY(board.key)
    for name in BOARD_FIELDS:
        setattr(board, name, cleaned(Board._meta.get_field(name), head[name]))
    if Board.objects.filter(key=board.key).exists():
        sentence = _("A board %(key)s exists already on this server; choose another key.")
        raise Conflict(sentence % {"key": board.key})
    if board.source and Board.objects.filter(team=team, source=board.source, deleted_at=None).exists():
        board.source = ""
    board.development_board = Board.objects.filter(team=team, key=head.get("development_board")).first()
    board.save(force_insert=True)
    return board
