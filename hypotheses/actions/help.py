"""Calls for help in a log: open until somebody answers, or who asked needs no help any more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from hypotheses.actions.log import add_log_entry
from hypotheses.events import HelpAnswered
from hypotheses.face import log_face, stamp
from hypotheses.models import LogEntry


class NoCall(Conflict):
    code = "no_call_for_help"
    title = noop("No open call for help")


def answer_help(*, cause: Cause, entry: LogEntry, reply: str = "") -> LogEntry:
    """Settle a call for help, with a reply as an entry of its own if there are words. Raises `NoCall`."""
    with transaction.atomic():
        board, card = lock_card(entry.card, cause.actor, Verb.WRITE_CARD)
        entry = _open_call(entry)
        if reply.strip():
            add_log_entry(cause=cause, card=card, body=reply)
            board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        entry.answered_at, entry.answered_by = cause.at, cause.actor
        entry.save(update_fields=["answered_at", "answered_by"])
        save_card(card, cause, face=log_face(card))
        record(board, _fact(cause, entry), cause, card=card)
    return entry


def _open_call(entry: LogEntry) -> LogEntry:
    fresh = LogEntry.objects.filter(pk=entry.pk, removed_at=None).select_related("author", "card").first()
    if fresh is None:
        raise NotFound(_("That entry has been taken out."))
    if fresh.kind != LogEntry.Kind.HELP:
        raise NoCall(_("That entry does not call for help."))
    if not fresh.asks:
        raise NoCall(_("Somebody has answered already."))
    return fresh


def _fact(cause: Cause, entry: LogEntry) -> HelpAnswered:
    return HelpAnswered(
        entry=entry.pk,
        asked_by=entry.author.username,
        asked_at=stamp(entry.created_at) or "",
        minutes=max(0, int((cause.at - entry.created_at).total_seconds() // 60)),
        closed=entry.author_id == cause.actor.pk,
    )
