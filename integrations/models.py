"""What an import has brought in, so that the next export of the same board changes only what changed there."""

from __future__ import annotations

from django.db import models

from boards.models import Board, ExternalReference, Lane


class ImportedLane(models.Model):
    """Which lane stands for a list of the other system; found by its id, so it survives renaming on both sides."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="imported_lanes")
    lane = models.ForeignKey(Lane, on_delete=models.CASCADE, related_name="imported_from")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=64)
    name = models.CharField(max_length=120, help_text="What the list was called when it was last imported.")
    pos = models.FloatField(help_text="Where the list stood when it was last imported.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "source", "external_id"], name="imported_lane_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id} {self.name}"


class ImportedCard(models.Model):
    """What a card looked like in the other system, as one digest per field.

    A field is written again only when its digest changed, so what was edited here stays until it changes there.
    """

    reference = models.OneToOneField(ExternalReference, on_delete=models.CASCADE, related_name="imported")
    digests = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"state of {self.reference_id}"


class ImportedComment(models.Model):
    """A comment that is in the research log already; one that was removed there does not come back."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="imported_comments")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "source", "external_id"], name="imported_comment_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"
