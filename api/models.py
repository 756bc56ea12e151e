"""Answers that were given, so that a client may ask again without doing it twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class IdempotencyRecord(models.Model):
    """The answer to one request with an `Idempotency-Key`, stored in the transaction of its effect.

    `scope` is who asked for what (token or person, method, path), `key_digest` the hash of the client's key.
    """

    scope = models.CharField(max_length=64)
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    auth_epoch = models.PositiveIntegerField(help_text="Of the person; another one means other rights.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key_digest"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.status} at {self.created_at:%F %T}"
