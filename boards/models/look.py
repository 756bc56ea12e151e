"""How far a person has seen a board."""

from __future__ import annotations

from django.db import models

from accounts.models import Person
from boards.models.board import Board


class SeenMark(models.Model):
    """The newest event of a board that a person has said they have seen, and when they said so."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seen_marks")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="seen_marks")
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "board"], name="seen_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.board_id} up to {self.seq}"
