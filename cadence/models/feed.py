"""The secret address at which a person's calendar program reads a board."""

from __future__ import annotations

import secrets

from django.db import models

from accounts.models import Person
from boards.models import Board


class CalendarFeed(models.Model):
    """One address per person and board. Only the hash of its secret is stored; the address is shown once."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="feeds")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="feed_once")]

    def __str__(self) -> str:
        return f"feed of {self.board_id} for {self.person_id}"

    @staticmethod
    def new_secret() -> str:
        """256 random bits, as an address can hold them."""
        return secrets.token_urlsafe(32)
