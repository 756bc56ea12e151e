"""The texts that can be searched, one row for each card, hypothesis, log entry and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from boards.models.card import Card

if TYPE_CHECKING:
    from accounts.models import Person


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def visible_to(self, person: Person) -> SearchDocumentQuerySet:
        """Of cards the person sees and nobody has thrown away."""
        return self.filter(
            card__trashed_at=None,
            card__board__deleted_at=None,
            card__board__team__memberships__person_id=person.pk,
            card__board__team__memberships__person__is_active=True,
        )


class SearchDocument(models.Model):
    """A text as people wrote it, and the words it is found by (`boards/search/words.py` makes them).

    The words are indexed by the database itself: a generated `vector` on PostgreSQL, an FTS5 table that triggers
    keep on SQLite. A migration that rebuilds this table on SQLite has to make the triggers again.
    """

    class Kind(models.TextChoices):
        CARD = "card"
        HYPOTHESIS = "hypothesis"
        LOG = "log"
        VERDICT = "verdict"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    part = models.BigIntegerField(default=0, help_text="Number of the round, id of the log entry; 0 for the card.")
    title = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    title_words = models.TextField(blank=True, default="")
    body_words = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "kind", "part"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.part} of {self.card_id}"
