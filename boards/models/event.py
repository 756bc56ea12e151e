"""The log: one gapless, ordered list of facts per board, and how far each reader has got."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from accounts.models import Person
from boards.models.board import Board
from boards.models.card import Card


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, board_id: int, seq: int) -> EventQuerySet:
        return self.filter(board_id=board_id, seq__gt=seq).order_by("seq")


class Event(models.Model):
    """A fact. `at` is when it became true, `recorded_at` when it was written (a late sweep tells them apart)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    v = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=32, blank=True, default="")
    origin = models.CharField(max_length=60, default="web")
    op = models.CharField(max_length=40, blank=True, default="")
    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="events")
    card_ref = models.CharField(max_length=24, blank=True, default="")
    card_version = models.PositiveIntegerField(null=True)
    data = models.JSONField(default=dict)
    previous = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["card", "seq"], name="event_of_card")]

    def __str__(self) -> str:
        return f"{self.board_id}:{self.seq} {self.kind}"

    def as_dict(self, board_key: str) -> dict[str, Any]:
        """The event as every client sees it: changes, stream, webhook and history."""
        return {
            "id": str(self.id),
            "seq": self.seq,
            "board": board_key,
            "kind": self.kind,
            "v": self.v,
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "actor": self.actor_name or None,
            "origin": self.origin,
            "op": self.op or None,
            "card": self.card_ref or None,
            "version": self.card_version,
            "data": self.data,
            "previous": self.previous,
        }


class ReaderCursor(models.Model):
    """The newest event of a board that a reader has dealt with."""

    reader = models.CharField(max_length=20)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="cursors")
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "board"], name="cursor_once")]

    def __str__(self) -> str:
        return f"{self.reader} of {self.board_id} at {self.seq}"


class SkippedEvent(models.Model):
    """An event that a reader could not digest and passed over, and why."""

    reader = models.CharField(max_length=20)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="skipped")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "event"], name="skipped_once")]

    def __str__(self) -> str:
        return f"{self.event_id} skipped by {self.reader}"
