"""Asking a tracker over HTTP: the shared part of the adapters. What a tracker says is translated, never shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from accounts.outbound import AddressRefused, Limits, OutboundError, Reply, fetch
from integrations.trackers import told
from integrations.trackers.adapter import Access, TrackerAuth, TrackerDown, TrackerError

# A page of two hundred runs with a thousand metrics each is about as much.
LIMITS = Limits(connect_seconds=3.0, total_seconds=10.0, most_bytes=24_000_000)


def ask(
    access: Access,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Send one question; an answer of any status, or `TrackerDown`."""
    address = access.base_url.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
    sent = {"Accept": "application/json", **credentials(access), **(headers or {})}
    data = None
    if body is not None:
        data, sent["Content-Type"] = json.dumps(body, allow_nan=False).encode(), "application/json"
    try:
        return fetch(method, address, headers=sent, body=data, limits=LIMITS)
    except AddressRefused as refusal:
        raise TrackerDown(told.ADDRESS_REFUSED, refusal.sentence) from None
    except OutboundError as error:
        raise TrackerDown(error.sentence, told.IS_IT_RUNNING) from None


def credentials(access: Access) -> dict[str, str]:
    if access.auth == "basic":
        pair = base64.b64encode(f"{access.username}:{access.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    if access.auth == "bearer":
        return {"Authorization": f"Bearer {access.secret}"}
    return {}


def read_json(reply: Reply, what: str) -> dict[str, Any]:
    """The object in a good answer; anything else is not the tracker we think it is."""
    try:
        found = reply.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TrackerError(told.SOMETHING_ELSE % {"what": what}, told.CHECK_THE_ADDRESS)
    return found


def refuse_common(reply: Reply, what: str) -> None:
    """The answers that mean the same everywhere."""
    if reply.status == 401:
        raise TrackerAuth(told.WHO_ARE_YOU % {"what": what}, told.CHECK_THE_SIGN_IN)
    if 300 <= reply.status < 400:
        raise TrackerError(told.ELSEWHERE % {"what": what}, told.WHERE_IT_LEADS)
    if reply.status == 429 or reply.status >= 500:
        raise TrackerDown(told.ANSWERS_WITH % {"what": what, "n": reply.status}, told.ASKED_LATER)
