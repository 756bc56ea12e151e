"""How long each card stayed in each lane; folded from the log, so a rebuild gives the same rows."""

from django.db import models

from boards.models.board import Board
from boards.models.card import Card


class Stay(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="stays")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="stays")
    lane_id_at_entry = models.BigIntegerField(help_text="The lane may be gone by now.")
    lane_name = models.CharField(max_length=120)
    lane_role = models.CharField(max_length=8)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    entered_seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "board", "entered_seq"], name="stay_once")]
        indexes = [models.Index(fields=["board", "entered_at"])]

    def __str__(self) -> str:
        return f"{self.card_id} in {self.lane_name}"
