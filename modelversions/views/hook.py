"""The door of a model registry: a signed note that an alias was set becomes a proposal, and nothing else."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, Refusal
from accounts.models import Person
from boards.events import Cause
from modelversions.actions import propose_release
from modelversions.actions.registry import AliasSet
from modelversions.models import RegistryHook
from modelversions.signature import NotSigned, verify

MOST_BYTES = 64 * 1024
ALIAS_SET = ("model_version_alias", "created")


@csrf_exempt  # no browser session is asked here: the signature is what lets a delivery in
@require_POST
def registry_hook(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """401 without the right signature, whether or not there is such a hook; 200 for all that was understood."""
    try:
        hook = RegistryHook.objects.filter(hook_id=hook_id, board__deleted_at=None).first()
        if hook is None or request.content_type != "application/json" or len(request.body) > MOST_BYTES:
            raise NotSigned
        at = timezone.now()
        said = read(verify(request.headers, request.body, hook.secret, at), request.body)
        cause = Cause(actor=Person(username=""), at=at, origin="registry")
        made = propose_release(cause=cause, hook=hook, said=said) if said else None
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": refusal.sentence}, status=refusal.status)
    return JsonResponse({"proposed": made is not None})


def read(delivery_id: str, body: bytes) -> AliasSet | None:
    """What the delivery says of an alias; nothing for any other event."""
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("The body is no JSON.") from None
    if not isinstance(told, dict) or (told.get("entity"), told.get("action")) != ALIAS_SET:
        return None
    data: Any = told.get("data")
    if not isinstance(data, dict):
        return None
    name, alias, version = (str(data.get(field) or "") for field in ("name", "alias", "version"))
    fits = name and 0 < len(alias) <= 200 and 0 < len(version) <= 120
    return AliasSet(delivery_id, name, alias, version) if fits else None
