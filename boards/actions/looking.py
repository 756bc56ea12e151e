"""A person says how far they have seen a board. Private to the person, so it is no fact of the board."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.errors import Invalid
from accounts.models import Person
from boards.models import Board, SeenMark


def mark_seen(*, person: Person, board: Board, seq: int, at: datetime) -> SeenMark:
    """Seen up to `seq`; a mark never goes back, so an old page takes nothing away."""
    require(person, Verb.READ, board.team_id)
    if not 0 <= seq <= board.seq:
        raise Invalid.field("seq", _("Give a seq that the board has reached."), "ahead")
    mark, _made = SeenMark.objects.get_or_create(person=person, board=board, defaults={"seq": seq, "at": at})
    SeenMark.objects.filter(pk=mark.pk, seq__lte=seq).update(seq=seq, at=at)
    mark.refresh_from_db()
    return mark
