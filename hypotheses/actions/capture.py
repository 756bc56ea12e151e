"""Capture-as-hypothesis: a thought in a log becomes a card of its own, linked to where it was found."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import NotFound
from boards.actions import create_card, link_cards
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Card, CardLink
from hypotheses.events import LogCaptured
from hypotheses.models import LogEntry

TITLE_LENGTH = 120
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"^[#>*+\-\s\d.|]*(?:\[[ xX]\])?|[*`~|]+")


def capture_hypothesis(*, cause: Cause, entry: LogEntry, title: str = "") -> Card:
    """Make a hypothesis of the entry, in the backlog: 1. the card with its words  2. `found in`  3. the fact."""
    with transaction.atomic():
        board, card = lock_card(entry.card, cause.actor, Verb.WRITE_CARD)
        fresh = LogEntry.objects.filter(pk=entry.pk, removed_at=None).first()
        if fresh is None:
            raise NotFound(_("That entry has been taken out."))
        made = create_card(
            cause=cause,
            board=board,
            kind=Card.Kind.HYPOTHESIS,
            title=title.strip() or first_words(fresh.body),
            description=_quoted(card, fresh),
        )
        link_cards(cause=cause, card=made, target=card, kind=CardLink.Kind.FOUND_IN)
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        save_card(card, cause)
        record(board, LogCaptured(entry=fresh.pk, target=made.ref), cause, card=card)
    return made


def first_words(body: str) -> str:
    """The first line that says something, without its Markdown, cut at a word."""
    for line in body.splitlines():
        plain = " ".join(_SIGNS.sub("", _LINK.sub(r"\1", line)).split())
        if any(sign.isalpha() for sign in plain):
            return plain if len(plain) <= TITLE_LENGTH else f"{plain[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"
    return "A thought from the log"


def _quoted(card: Card, entry: LogEntry) -> str:
    quote = "\n".join(f"> {line}".rstrip() for line in entry.body.splitlines())
    return f"{quote}\n\n[From the log of {card.ref}](/c/{card.ref}/?edit=log#entry-{entry.pk})"
