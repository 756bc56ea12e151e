"""One request as a handler sees it: who, when, with which parameters and which body, all of it checked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from rest_framework.request import Request

from accounts.errors import Invalid
from accounts.models import ApiToken, Person
from api.authentication import require_scope
from api.documentation import CLIENT_MARK
from api.idempotency import Claim
from api.serializers import Body, Query, reading, refuse_unknown

_ORIGIN = re.compile(CLIENT_MARK)
DEFAULT_ORIGIN = "api"


@dataclass(frozen=True)
class Call:
    request: Request
    person: Person
    at: datetime
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, request: Request, query: type[Query], body: type[Body] | None) -> Call:
        """The call, or what is wrong with its parameters and its body."""
        call = cls(
            request, person_of(request), timezone.now(), _read_query(request, query), _read_body(request, body)
        )
        if call.query.get("notify") is False:
            require_scope(request.auth, ApiToken.Scope.ADMIN)
        return call

    @property
    def origin(self) -> str:
        """The client's mark on its own writes."""
        mark = self.request.headers.get("X-Origin", "").strip()
        if mark and not _ORIGIN.fullmatch(mark):
            raise Invalid.field("X-Origin", "An X-Origin has 1 to 60 visible characters.")
        return mark or DEFAULT_ORIGIN

    @property
    def notify(self) -> bool:
        return bool(self.query.get("notify", True))

    def claim(self, part: str = "") -> Claim | None:
        """What this call must not do twice, if the client gave it a key; `part` names one step of several."""
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            return None
        token = self.request.auth
        who = f"token {token.pk}" if isinstance(token, ApiToken) else f"person {self.person.pk}"
        body = [self.request.query_params.dict(), _hashable(self.request.data)]
        scope = f"{who} {self.request.method} {self.request.path} {part}"
        return Claim.of(scope, key, body, self.person.auth_epoch, self.at)


def _hashable(data: Any) -> Any:
    """A form with files as JSON: of a file, the hash of its bytes."""
    if not isinstance(data, MultiValueDict):
        return data
    return {name: [_of_file(each) for each in values] for name, values in data.lists()}


def _of_file(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name} {digest.hexdigest()}"


def person_of(request: Request) -> Person:
    return cast(Person, request.user)


def _read_query(request: Request, query: type[Query]) -> dict[str, Any]:
    given = request.query_params
    serializer = reading(query, given.dict())
    refuse_unknown(given, serializer.fields, "parameter")
    for name in given:
        if len(given.getlist(name)) > 1:
            raise Invalid.field(name, "Give this parameter once.", "repeated")
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _read_body(request: Request, body: type[Body] | None) -> dict[str, Any]:
    if body is None:
        if request.method not in ("GET", "HEAD") and request.data:
            raise Invalid("This takes no body.")
        return {}
    serializer = reading(body, request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
