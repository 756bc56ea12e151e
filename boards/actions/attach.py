"""Files on a card: attached, removed, and collected from the store once nothing names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.actions.teams import lock_team
from accounts.errors import Invalid, NotFound, Refusal
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import AttachmentAdded, AttachmentRemoved, Cause, record
from boards.files import pictures, store
from boards.files.kinds import kind_of
from boards.files.store import MB, Received
from boards.models import Attachment, Board, Card

COLLECTED_AFTER = timedelta(hours=24)
BATCH = 500
NAME_LENGTH = 200
_SPACE = re.compile(r"\s+")


class NoRoom(Refusal):
    status = 409
    code = "no_room"
    title = noop("No room for the file")


def attach_file(*, cause: Cause, card: Card, name: str, chunks: Iterable[bytes]) -> Attachment:
    """Keep the file and put it on the card: 1. bytes on disk  2. names for good  3. row and fact.

    Raises `FileTooLarge` or `NoRoom`; whatever fails, no row is without its file.
    """
    require(cause.actor, Verb.WRITE_CARD, card.board.team_id)
    received = store.receive(chunks, settings.FILE_BYTES)
    row = _kept(received, clean_name(name))
    try:
        with transaction.atomic():
            lock_team(card.board.team_id)
            board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
            _require_room(board, card, row.size)
            row.card, row.author, row.created_at = card, cause.actor, cause.at
            row.save(force_insert=True)
            save_card(card, cause, face={"files": _count(card)})
            fact = AttachmentAdded(attachment=str(row.pk), name=row.name, media_type=row.media_type, size=row.size)
            record(board, fact, cause, card=card)
    except BaseException:
        store.discard(row.stored, row.drawn)
        raise
    return row


def remove_attachment(*, cause: Cause, attachment: Attachment) -> None:
    """Take a file off its card; that it was there stays, its bytes are collected a day later."""
    with transaction.atomic():
        board, card = lock_card(attachment.card, cause.actor, Verb.WRITE_CARD)
        fresh = Attachment.objects.kept().filter(pk=attachment.pk).first()
        if fresh is None:
            raise NotFound(_("That file has been removed."))
        fresh.removed_at, fresh.removed_by = cause.at, cause.actor
        fresh.save(update_fields=["removed_at", "removed_by"])
        save_card(card, cause, face={"files": _count(card)})
        record(board, AttachmentRemoved(attachment=str(fresh.pk), name=fresh.name), cause, card=card)


def collect_files(at: datetime) -> int:
    """Delete files that no row names, or a removed one for a day; answers how many."""
    before = at - COLLECTED_AFTER
    found, gone = list(store.old_files(before)), 0
    for start in range(0, len(found), BATCH):
        names = found[start : start + BATCH]
        doomed = set(names) - _named(names, before)
        store.discard(*sorted(doomed))
        gone += len(doomed)
    return gone


def _named(names: list[str], before: datetime) -> set[str]:
    held = Attachment.objects.filter(Q(removed_at=None) | Q(removed_at__gt=before))
    rows = held.filter(Q(stored__in=names) | Q(drawn__in=names)).values_list("stored", "drawn")
    return {name for row in rows for name in row}


def _kept(received: Received, name: str) -> Attachment:
    """The row of bytes that have their names for good, with a picture drawn anew beside them."""
    row = Attachment(name=name, media_type=kind_of(received.head), size=received.size, sha256=received.sha256)
    beside = store.beside()
    try:
        if not received.size:
            raise Invalid.field("file", _("The file is empty."), "empty")
        drawn = pictures.draw_anew(received.path, beside, row.media_type)
        row.stored = store.keep(received.path, received.sha256)
        if drawn:
            row.drawn = store.keep(beside, drawn.sha256)
            row.width, row.height = drawn.width, drawn.height
    except BaseException:
        received.path.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
        store.discard(row.stored)
        raise
    return row


def _require_room(board: Board, card: Card, size: int) -> None:
    if Attachment.objects.kept().filter(card=card).count() >= settings.FILES_OF_CARD:
        said = _("%(card)s holds %(most)s files already. Remove one first.") % {
            "card": card.ref,
            "most": settings.FILES_OF_CARD,
        }
        raise NoRoom(said)
    most = settings.FILE_BYTES_OF_TEAM
    if most and Attachment.objects.bytes_of_team(board.team_id) + size > most:
        said = _("The team's files fill their %(most)s MB. Remove some, or ask for more.") % {
            "most": number_format(f"{most / MB:.10g}", force_grouping=True)
        }
        raise NoRoom(said)


def _count(card: Card) -> int:
    return Attachment.objects.kept().filter(card=card).count()


def clean_name(name: str) -> str:
    """The last part of a path, on one line, without signs that turn or hide text; its ending is kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C" or each in "\t\n")
    plain = _SPACE.sub(" ", plain).strip(" .")
    if len(plain) > NAME_LENGTH:
        ending = PurePosixPath(plain).suffix[:20]
        plain = plain[: NAME_LENGTH - len(ending)] + ending
    return plain or "file"
