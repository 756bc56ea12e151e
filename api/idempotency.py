"""`Idempotency-Key`: the same request again gets the first answer again, and happens once.

Only committed outcomes are kept: the record is written in the transaction of the effect, so that a refused,
crashed or rolled-back attempt may be tried again with the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from accounts.errors import Conflict, Invalid, Refusal
from api.models import IdempotencyRecord
from api.rendering import json_bytes

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 255
_KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Cache-Control")


class Mismatch(Refusal):
    status = 422
    code = "idempotency_mismatch"
    title = "Another request under this key"
    sentence = "This Idempotency-Key came with another body before. Use a new key for a new request."


class InFlight(Conflict):
    code = "idempotency_in_flight"
    title = "Still running"
    sentence = "A request with this Idempotency-Key is still running. Ask again in a moment."


class RightsChanged(Conflict):
    code = "idempotency_rights_changed"
    title = "Your rights have changed"
    sentence = "Your rights changed since this Idempotency-Key was used. Look at what is there and use a new key."


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One request that must happen once: who asks for what, under which key, with which body."""

    scope: str
    key: str
    body: str
    auth_epoch: int
    at: datetime

    @classmethod
    def of(cls, who: str, key: str, body: object, auth_epoch: int, at: datetime) -> Claim:
        if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= LONGEST_KEY:
            raise Invalid.field(
                "Idempotency-Key", f"An Idempotency-Key has 1 to {LONGEST_KEY} visible characters."
            )
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        return cls(
            scope=_hash(who.encode()), key=_hash(key.encode()), body=_hash(text), auth_epoch=auth_epoch, at=at
        )


def once(claim: Claim, effect: Callable[[], HttpResponse], secret: str = "") -> HttpResponse:
    """Answer as before, or run `effect` and keep its answer in the same transaction.

    A field named `secret` is kept as null: what is shown once is not stored either.
    """
    try:
        with transaction.atomic():
            _take_turn(claim)
            before = find_replay(claim)
            if before is not None:
                return before
            response = effect()
            if 200 <= response.status_code < 300:
                _keep(claim, response, secret)
            return response
    except _Taken:
        raise InFlight from None


def find_replay(claim: Claim) -> HttpResponse | None:
    """The answer that was given under this key, if it was for the same body; an outdated one is forgotten."""
    records = IdempotencyRecord.objects.filter(scope=claim.scope, key_digest=claim.key)
    record = records.first()
    if record is None:
        return None
    if record.created_at <= claim.at - KEPT_FOR:
        records.delete()
        return None
    return _replay(record, claim)


def purge(before: datetime) -> int:
    """Forget the answers given before this time; housekeeping calls it with 24 hours ago."""
    return IdempotencyRecord.objects.filter(created_at__lt=before).delete()[0]


class _Taken(Exception):
    """Somebody committed the same key while we worked; what we did is rolled back."""


def _take_turn(claim: Claim) -> None:
    """PostgreSQL: refuse at once while another transaction holds the key. SQLite: writers stand in line anyway."""
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(f"{claim.scope}{claim.key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise InFlight


def _replay(record: IdempotencyRecord, claim: Claim) -> HttpResponse:
    if record.body_digest != claim.body:
        raise Mismatch
    if record.auth_epoch != claim.auth_epoch:
        raise RightsChanged
    headers = {**record.headers, "Idempotent-Replay": "true"}
    return HttpResponse(bytes(record.body), status=record.status, headers=headers)


def _keep(claim: Claim, response: HttpResponse, secret: str) -> None:
    body = response.content
    if secret:
        body = json_bytes({**orjson.loads(body), secret: None})
    try:
        with transaction.atomic():
            IdempotencyRecord.objects.create(
                scope=claim.scope,
                key_digest=claim.key,
                body_digest=claim.body,
                auth_epoch=claim.auth_epoch,
                status=response.status_code,
                headers={name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
                body=body,
                created_at=claim.at,
            )
    except IntegrityError:
        raise _Taken from None


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
