"""Cards come in, and follow their twins: what changed there since the last import changes here, no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, may
from boards.actions import Place, archive_card, move_card, restore_card, upsert_card
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.actions.move import WipLimitReached
from boards.events import Cause
from boards.models import Board, Card, ExternalReference, Lane
from boards.rules import LaneRuleBroken
from integrations.importers.content import Content
from integrations.importers.markdown import is_web_address
from integrations.importers.progress import Steps
from integrations.importers.report import Report
from integrations.importers.tickets import Ticket
from integrations.models import ImportedCard

NO_ENTRY = (WipLimitReached, LaneRuleBroken)
URL_LENGTH = 1_000
BATCH = 500
NOTES = (
    FULL := noop("cards that %(lane)s does not let in (its limit or its rules)"),
    NOT_RANKED := noop("new places in the backlog, which the product owner ranks"),
)


class Cards:
    """Brings the cards of one file to its board.

    `here` then holds the card of each id, and `relinked` the ids of those whose links are others than before.
    """

    def __init__(
        self,
        cause: Cause,
        board: Board,
        source: str,
        lanes: dict[str, Lane],
        content: Content,
        report: Report,
        steps: Steps,
    ) -> None:
        self._cause, self._board, self._source, self._lanes = cause, board, source, lanes
        self._content, self._report, self._steps = content, report, steps
        self.backlog = board.lanes.get(role=Lane.Role.BACKLOG)
        self._may_rank = may(cause.actor, Verb.RANK_BACKLOG, board.team_id)
        rows = ExternalReference.objects.filter(board=board, source=source)
        self._known = {row.external_id: row for row in rows.select_related("card__lane", "imported")}
        self._above: dict[int, str] = {}
        self._ids: set[str] = set()
        self.here: dict[str, Card] = {}
        self.relinked: set[str] = set()

    def bring(self, tickets: Sequence[Ticket]) -> None:
        """In the order of the file. Where the other system ranks, each finds the one above it in its place."""
        self._ids = self._known.keys() | {each.id for each in tickets}
        at_once = [each for each in tickets if each.id not in self._known and self._goes_to_the_end(each)]
        single = {each.id for each in tickets} - {each.id for each in at_once}
        for each in (each for each in tickets if each.id in single):
            known = self._known.get(each.id)
            card = self._update(each, known) if known else self._create(each)
            self.here[each.id] = card
            if card.is_open and card.lane_id == self._lane(each).pk:
                self._above[card.lane_id] = card.ref
            self._steps.took()
        for start in range(0, len(at_once), BATCH):
            self._fill(at_once[start : start + BATCH])
        self._report.cards["gone"] = len(self._known.keys() - self.here.keys())

    def _goes_to_the_end(self, each: Ticket) -> bool:
        """On an empty board the order of the file is the order of the cards."""
        return each.pos is None or not self._board.last_number

    def _fill(self, tickets: Sequence[Ticket]) -> None:
        fields = [self._content.fields(each) for each in tickets]
        drafts = [self._draft(each, own) for each, own in zip(tickets, fields, strict=True)]
        made = fill_board(cause=self._cause, board=self._board, drafts=drafts)
        states: dict[int, dict[str, str]] = {}
        for each, own, card, draft in zip(tickets, fields, made, drafts, strict=True):
            self.here[each.id] = card
            states[card.pk] = self._digests(each, own)
            self._note_links(each)
            if card.lane_id != draft.lane.pk:
                self._note_no_entry(each)
                del states[card.pk]["place"]
        references = ExternalReference.objects.filter(source=self._source, card__in=made)
        rows = [ImportedCard(reference=row, digests=states[row.card_id]) for row in references]
        ImportedCard.objects.bulk_create(rows, batch_size=BATCH)
        self._steps.took(len(made))
        self._report.cards["created"] += len(made)
        self._report.cards["archived"] += sum(draft.archived for draft in drafts)

    def _draft(self, each: Ticket, fields: dict[str, Any]) -> Draft:
        return Draft(
            lane=self._lane(each),
            otherwise=self.backlog,
            external=ExternalId(source=self._source, external_id=each.id, url=_url(each)),
            created_at=self._created_at(each),
            archived=each.archived,
            **fields,
        )

    def _created_at(self, each: Ticket) -> datetime:
        return min(each.created_at or self._cause.at, self._cause.at)

    def _create(self, each: Ticket) -> Card:
        fields = self._content.fields(each)
        digests = self._digests(each, fields)
        self._note_links(each)
        fields |= {"created_at": self._created_at(each), "url": _url(each)}
        try:
            card = self._upsert(each, place=self._place(each), **fields)
        except NO_ENTRY:
            self._note_no_entry(each)
            del digests["place"]
            card = self._upsert(each, place=Place(lane=self.backlog), **fields)
        if each.archived:
            card = self._archive(card)
        ImportedCard.objects.create(reference=card.external_references.get(source=self._source), digests=digests)
        self._report.cards["created"] += 1
        return card

    def _update(self, each: Ticket, known: ExternalReference) -> Card:
        card, fields = known.card, self._content.fields(each)
        if card.trashed_at is not None:
            self._report.cards["trashed"] += 1
            return card
        state = known.imported if hasattr(known, "imported") else ImportedCard(reference=known)
        digests = self._digests(each, fields)
        changed = {name for name, digest in digests.items() if state.digests.get(name) != digest}
        changes = {name: value for name, value in fields.items() if name in changed}
        card = self._apply(each, card, changes, changed, digests)
        if "links" in changed:
            self._note_links(each)
        if changed:
            state.digests = digests
            state.save()
        self._report.cards["updated" if card.version != known.card.version else "unchanged"] += 1
        return card

    def _apply(
        self, each: Ticket, card: Card, changes: dict[str, Any], changed: set[str], digests: dict[str, str]
    ) -> Card:
        if changes:
            card = self._upsert(each, url=_url(each), **changes)
        if "archived" in changed and not each.archived and card.archived_at is not None:
            card = restore_card(cause=self._cause, card=card)
            self._report.cards["restored"] += 1
        if "place" in changed and not each.archived:
            card = self._move(each, card, digests)
        if "archived" in changed and each.archived and card.is_open:
            card = self._archive(card)
        return card

    def _move(self, each: Ticket, card: Card, digests: dict[str, str]) -> Card:
        place = self._place(each)
        if each.pos is None and place.lane == card.lane:
            return card
        if place.lane == card.lane and place.lane.is_backlog and not self._may_rank:
            self._report.leave_out(NOT_RANKED, each.title)
            del digests["place"]
            return card
        try:
            return move_card(cause=self._cause, card=card, place=place)
        except NO_ENTRY:
            self._note_no_entry(each)
            del digests["place"]
            return card

    def _note_links(self, each: Ticket) -> None:
        if each.links:
            self.relinked.add(each.id)

    def _note_no_entry(self, each: Ticket) -> None:
        self._report.change(FULL % {"lane": self._lane(each).name}, each.title)

    def _upsert(self, each: Ticket, **fields: Any) -> Card:
        card, _ = upsert_card(
            cause=self._cause, board=self._board, source=self._source, external_id=each.id, **fields
        )
        return card

    def _archive(self, card: Card) -> Card:
        self._report.cards["archived"] += 1
        return archive_card(cause=self._cause, card=card)

    def _lane(self, each: Ticket) -> Lane:
        """The lane of its status; the backlog where that has none."""
        return self._lanes.get(each.status, self.backlog)

    def _place(self, each: Ticket) -> Place:
        lane = self._lane(each)
        if each.pos is None or (lane.is_backlog and not self._may_rank):
            return Place(lane=lane)
        above = self._above.get(lane.pk)
        return Place(lane=lane, after=above) if above else Place(lane=lane, to="top")

    def _digests(self, each: Ticket, fields: dict[str, Any]) -> dict[str, str]:
        """A short digest of each field, of the place, of links to what is here, and of whether it is archived."""
        place = None if each.archived else [each.status if each.status in self._lanes else "", each.pos]
        state = {**fields, "due_at": str(fields["due_at"]), "archived": each.archived, "place": place}
        links = sorted([*vars(link).values()] for link in each.links if link.target in self._ids)
        return {name: _digest(value) for name, value in state.items()} | (
            {"links": _digest(links)} if links else {}
        )


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _url(each: Ticket) -> str:
    return each.url if is_web_address(each.url) and len(each.url) <= URL_LENGTH else ""
