"""The research log of a card: append-only for readers, forgiving for fifteen minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Forbidden, Invalid, NotFound
from accounts.models import Person
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.markdown import mentions
from boards.models import Board, Card
from hypotheses.events import LogAdded, LogEdited, LogRemoved
from hypotheses.face import log_face
from hypotheses.models import LogEntry, LogRevision

EDITABLE_FOR = timedelta(minutes=15)
BODY_LENGTH = 10_000


def add_log_entry(
    *,
    cause: Cause,
    card: Card,
    body: str,
    kind: str = LogEntry.Kind.NOTE,
    author: Person | None = None,
    written_at: datetime | None = None,
) -> LogEntry:
    """Write in the log; people it mentions are told. An importer may give the real author and time."""
    body = clean_body(body)
    if kind not in LogEntry.Kind.values:
        raise Invalid.field("kind", f"kind is one of {', '.join(LogEntry.Kind.values)}.", "invalid_choice")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        entry = LogEntry.objects.create(
            card=card, author=author or cause.actor, kind=kind, body=body, created_at=written_at or cause.at
        )
        save_card(card, cause, face=log_face(card))
        fact = LogAdded(entry=entry.pk, log_kind=kind, mentions=_mentioned(board, body))
        record(board, fact, cause, card=card)
    return entry


def edit_log_entry(*, cause: Cause, entry: LogEntry, body: str) -> LogEntry:
    """Only its author; after fifteen minutes the earlier text stays visible as a revision."""
    body = clean_body(body)
    with transaction.atomic():
        board, card = lock_card(entry.card, cause.actor, Verb.WRITE_CARD)
        entry = _own(entry, cause.actor)
        if entry.body == body:
            return entry
        late = cause.at - entry.created_at > EDITABLE_FOR
        if late:
            LogRevision.objects.create(entry=entry, body=entry.body, at=cause.at)
            entry.edited_at = cause.at
        entry.body = body
        entry.save(update_fields=["body", "edited_at"])
        save_card(card, cause)
        record(board, LogEdited(entry=entry.pk, revision=late), cause, card=card)
    return entry


def remove_log_entry(*, cause: Cause, entry: LogEntry) -> None:
    """Take out one's own entry; a tombstone with author and time stays."""
    with transaction.atomic():
        board, card = lock_card(entry.card, cause.actor, Verb.WRITE_CARD)
        entry = _own(entry, cause.actor)
        entry.body, entry.removed_at = "", cause.at
        entry.save(update_fields=["body", "removed_at"])
        entry.revisions.all().delete()
        save_card(card, cause, face=log_face(card))
        record(board, LogRemoved(entry=entry.pk), cause, card=card)


def _own(entry: LogEntry, person: Person) -> LogEntry:
    fresh = LogEntry.objects.filter(pk=entry.pk, removed_at=None).first()
    if fresh is None:
        raise NotFound(_("That entry has been taken out."))
    if fresh.author_id != person.pk:
        raise Forbidden(_("Only its author changes an entry."))
    return fresh


def _mentioned(board: Board, body: str) -> list[str]:
    names = mentions(body)
    people = Person.objects.filter(memberships__team_id=board.team_id, username__in=names)
    return sorted(people.values_list("username", flat=True))


def clean_body(body: str) -> str:
    clean = body.replace("\x00", "").strip()
    if not clean:
        raise Invalid.field("body", _("Write something first."), "required")
    if len(clean) > BODY_LENGTH:
        most = {"most": number_format(BODY_LENGTH, force_grouping=True)}
        raise Invalid.field("body", _("Keep an entry to %(most)s characters; attach the rest.") % most)
    return clean
