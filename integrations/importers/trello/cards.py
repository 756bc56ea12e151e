"""Cards come in, and follow their twins: what changed in Trello since the last import changes here, no more."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from accounts.access import Verb, may
from boards.actions import Place, archive_card, move_card, restore_card, upsert_card
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.actions.move import WipLimitReached
from boards.events import Cause
from boards.models import Board, Card, ExternalReference, Lane
from boards.rules import LaneRuleBroken
from integrations.importers.progress import Steps
from integrations.importers.report import Report
from integrations.importers.trello.content import Content
from integrations.importers.trello.description import is_web_address
from integrations.importers.trello.export import TrelloCard
from integrations.importers.trello.lanes import SOURCE
from integrations.models import ImportedCard

NO_ENTRY = (WipLimitReached, LaneRuleBroken)
URL_LENGTH = 1_000


class Cards:
    """Brings the cards of one export to its board; `here` then holds the card of each id."""

    def __init__(
        self,
        cause: Cause,
        board: Board,
        lanes: dict[str, Lane],
        content: Content,
        report: Report,
        steps: Steps,
    ) -> None:
        self._cause, self._board, self._lanes = cause, board, lanes
        self._content, self._report, self._steps = content, report, steps
        self.backlog = board.lanes.get(role=Lane.Role.BACKLOG)
        self._may_rank = may(cause.actor, Verb.RANK_BACKLOG, board.team_id)
        rows = ExternalReference.objects.filter(board=board, source=SOURCE)
        self._known = {row.external_id: row for row in rows.select_related("card__lane", "imported")}
        self._above: dict[int, str] = {}
        self.here: dict[str, Card] = {}

    def bring(self, cards: list[TrelloCard]) -> None:
        """`cards` come list by list and from top to bottom, so that each finds the one above it in its place."""
        if not self._board.last_number:
            self._fill(cards)
            return
        for each in cards:
            known = self._known.get(each.id)
            card = self._update(each, known) if known else self._create(each)
            self.here[each.id] = card
            if card.is_open and card.lane_id == self._lane(each).pk:
                self._above[card.lane_id] = card.ref
            self._steps.took()
        self._report.cards["gone"] = len(self._known.keys() - self.here.keys())

    def _fill(self, cards: list[TrelloCard]) -> None:
        """The first cards of a board, all at once."""
        fields = [self._content.fields(each) for each in cards]
        drafts = [self._draft(each, own) for each, own in zip(cards, fields, strict=True)]
        made = fill_board(cause=self._cause, board=self._board, drafts=drafts)
        self.here = {each.id: card for each, card in zip(cards, made, strict=True)}
        states = {each.id: self._digests(each, own) for each, own in zip(cards, fields, strict=True)}
        references = ExternalReference.objects.filter(board=self._board, source=SOURCE)
        rows = [ImportedCard(reference=row, digests=states[row.external_id]) for row in references]
        ImportedCard.objects.bulk_create(rows, batch_size=500)
        self._steps.took(len(made))
        self._report.cards["created"] = len(made)
        self._report.cards["archived"] = sum(draft.archived for draft in drafts)

    def _draft(self, each: TrelloCard, fields: dict[str, Any]) -> Draft:
        return Draft(
            lane=self._lane(each),
            external=ExternalId(source=SOURCE, external_id=each.id, url=_url(each)),
            created_at=self._created_at(each),
            archived=self._is_archived(each),
            **fields,
        )

    def _created_at(self, each: TrelloCard) -> datetime:
        return min(each.created_at or self._cause.at, self._cause.at)

    def _create(self, each: TrelloCard) -> Card:
        fields = self._content.fields(each)
        digests = self._digests(each, fields)
        fields |= {"created_at": self._created_at(each), "url": _url(each)}
        try:
            card = self._upsert(each, place=self._place(each), **fields)
        except NO_ENTRY:
            self._note_no_entry(each)
            del digests["place"]
            card = self._upsert(each, place=Place(lane=self.backlog), **fields)
        if self._is_archived(each):
            card = self._archive(card)
        ImportedCard.objects.create(reference=card.external_references.get(source=SOURCE), digests=digests)
        self._report.cards["created"] += 1
        return card

    def _update(self, each: TrelloCard, known: ExternalReference) -> Card:
        card, fields = known.card, self._content.fields(each)
        if card.trashed_at is not None:
            self._report.cards["trashed"] += 1
            return card
        state = known.imported if hasattr(known, "imported") else ImportedCard(reference=known)
        digests = self._digests(each, fields)
        changed = {name for name, digest in digests.items() if state.digests.get(name) != digest}
        changes = {name: value for name, value in fields.items() if name in changed}
        card = self._apply(each, card, changes, changed, digests)
        if changed:
            state.digests = digests
            state.save()
        self._report.cards["updated" if card.version != known.card.version else "unchanged"] += 1
        return card

    def _apply(
        self, each: TrelloCard, card: Card, changes: dict[str, Any], changed: set[str], digests: dict[str, str]
    ) -> Card:
        if changes:
            card = self._upsert(each, url=_url(each), **changes)
        archived = self._is_archived(each)
        if "archived" in changed and not archived and card.archived_at is not None:
            card = restore_card(cause=self._cause, card=card)
            self._report.cards["restored"] += 1
        if "place" in changed and not archived:
            card = self._move(each, card, digests)
        if "archived" in changed and archived and card.is_open:
            card = self._archive(card)
        return card

    def _move(self, each: TrelloCard, card: Card, digests: dict[str, str]) -> Card:
        place = self._place(each)
        if place.lane == card.lane and place.lane.is_backlog and not self._may_rank:
            self._report.leave_out("new places in the backlog, which the product owner ranks", each.name)
            del digests["place"]
            return card
        try:
            return move_card(cause=self._cause, card=card, place=place)
        except NO_ENTRY:
            self._note_no_entry(each)
            del digests["place"]
            return card

    def _note_no_entry(self, each: TrelloCard) -> None:
        lane = self._lane(each).name
        self._report.change(f"cards that {lane} does not let in (its limit or its rules)", each.name)

    def _upsert(self, each: TrelloCard, **fields: Any) -> Card:
        card, _ = upsert_card(cause=self._cause, board=self._board, source=SOURCE, external_id=each.id, **fields)
        return card

    def _archive(self, card: Card) -> Card:
        self._report.cards["archived"] += 1
        return archive_card(cause=self._cause, card=card)

    def _lane(self, each: TrelloCard) -> Lane:
        """The lane of its list; the backlog for a card whose list is archived or not in the file."""
        return self._lanes.get(each.list_id, self.backlog)

    def _place(self, each: TrelloCard) -> Place:
        lane = self._lane(each)
        if lane.is_backlog and not self._may_rank:
            return Place(lane=lane)
        above = self._above.get(lane.pk)
        return Place(lane=lane, after=above) if above else Place(lane=lane, to="top")

    def _is_archived(self, each: TrelloCard) -> bool:
        return each.archived or self._content.is_on_archived_list(each)

    def _digests(self, each: TrelloCard, fields: dict[str, Any]) -> dict[str, str]:
        """A short digest of each field, of the place and of whether it is archived."""
        archived = self._is_archived(each)
        place = None if archived else [each.list_id if each.list_id in self._lanes else "", each.pos]
        state = {**fields, "due_at": str(fields["due_at"]), "archived": archived, "place": place}
        return {name: _digest(value) for name, value in state.items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _url(each: TrelloCard) -> str:
    """The short address: it stays when the card is renamed."""
    url = each.node.text("shortUrl") or each.node.text("url")
    return url if is_web_address(url) and len(url) <= URL_LENGTH else ""
