"""How long a card stayed in a lane and was blocked; folded from the log, so a rebuild gives the same rows."""

from django.db import models

from boards.models.board import Board
from boards.models.card import Card


class Stay(models.Model):
    """One visit of a card to a lane. `back` and `early_exit` tell of the move that began it."""

    class Began(models.TextChoices):
        CREATED = "created"
        MOVED = "moved"
        RESTORED = "restored"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="stays")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="stays")
    lane_id_at_entry = models.BigIntegerField(help_text="The lane may be gone by now.")
    lane_name = models.CharField(max_length=120)
    lane_role = models.CharField(max_length=8)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    entered_seq = models.BigIntegerField()
    began = models.CharField(max_length=8, choices=Began.choices)
    back = models.BooleanField(default=False, help_text="It came back to an earlier lane.")
    early_exit = models.BooleanField(default=False, help_text="Research that went straight to done.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "board", "entered_seq"], name="stay_once")]
        indexes = [models.Index(fields=["board", "entered_at"])]

    def __str__(self) -> str:
        return f"{self.card_id} in {self.lane_name}"


class Block(models.Model):
    """One time a card was blocked, with the newest of its reasons; it runs on while the card is put away."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="blocks")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="blocks")
    reason = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    began_seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "board", "began_seq"], name="block_once")]
        indexes = [models.Index(fields=["board", "began_at"])]

    def __str__(self) -> str:
        return f"{self.card_id} blocked: {self.reason}"
