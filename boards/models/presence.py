"""Who is on a board just now. It is forgotten after half a minute and is no part of the log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from accounts.models import Person
from boards.models.board import Board

GONE_AFTER = timedelta(seconds=30)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self, at: datetime) -> PresenceQuerySet:
        """Seen lately, and still a member who may see the board."""
        members = models.Q(board__team__memberships__person=models.F("person"))
        return self.filter(members, seen_at__gt=at - GONE_AFTER, person__is_active=True)


class Presence(models.Model):
    """A person on a board: the card they have open, and the field they are writing in."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    card_ref = models.CharField(max_length=24, blank=True, default="")
    field = models.CharField(max_length=80, blank=True, default="")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="presence_once")]
        indexes = [models.Index(fields=["board", "seen_at"], name="presence_lately")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.board_id}"
