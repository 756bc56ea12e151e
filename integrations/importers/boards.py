"""The board a file belongs to: the one that an earlier file made, or a key for a new one."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict
from accounts.models import Team
from boards.actions.lock import lock_board
from boards.events import Cause
from boards.models import Board

KEY_LENGTH = 10
NAME_LENGTH = 120
SAYS_LITTLE = frozenset({"BOARD", "PROJECT", "TEAM", "THE", "TABLE", "TRELLO"})


def known_board(cause: Cause, team: Team, identity: str, key: str | None) -> Board | None:
    """The board that an earlier file of the same origin made, locked."""
    known = Board.objects.filter(team=team, source=identity, deleted_at=None).first()
    if known is None:
        return None
    if key and key != known.key:
        sentence = _("This board is here already as %(key)s; import it without a key to update it.")
        raise Conflict(sentence % {"key": known.key})
    return lock_board(known.pk, cause.actor, Verb.WRITE_CARD)


def free_key(name: str, otherwise: str) -> str:
    """A key from the first word of the name that says something, else `otherwise`; with a number if taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z][A-Z0-9]+", plain)
    says = (word for word in words if len(word) > 2 and word not in SAYS_LITTLE)
    return numbered(next(says, otherwise)[:KEY_LENGTH])


def numbered(wanted: str) -> str:
    """The key, with a number where it is taken."""
    taken = set(Board.objects.values_list("key", flat=True))
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[: KEY_LENGTH - len(str(number))]}{number}"
    return key
