"""Files on a card: the row says what it is and where it lies; the store holds the bytes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q, Sum

from accounts.models import Person
from boards.models.card import Card


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> AttachmentQuerySet:
        """Files of cards the person sees."""
        return self.filter(card__in=Card.objects.visible_to(person))

    def kept(self) -> AttachmentQuerySet:
        return self.filter(removed_at=None)

    def bytes_of_team(self, team_id: int) -> int:
        return self.kept().filter(card__board__team_id=team_id).aggregate(sum=Sum("size"))["sum"] or 0


class Attachment(models.Model):
    """One file. `name` is only ever shown; the names in the store are the server's. Removed, the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="attachments")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80, help_text="By its first bytes, not by its name.")
    size = models.BigIntegerField(help_text="Bytes, as they were read.")
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=120, unique=True, help_text="The file in the store, as it was sent.")
    drawn = models.CharField(max_length=120, blank=True, default="", help_text="The picture drawn anew.")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["card"], condition=Q(removed_at=None), name="attachment_kept")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it: only what was drawn anew from its pixels."""
        return bool(self.drawn)

    @property
    def address(self) -> str:
        return f"/files/{self.pk}/"

    @property
    def markdown(self) -> str:
        """What stands for it in a text."""
        name = "".join(f"\\{sign}" if sign in "[]\\`*_<>!&" else sign for sign in self.name)
        return f"{'!' if self.is_picture else ''}[{name}]({self.address})"
