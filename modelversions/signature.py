"""MLflow's webhook signature: HMAC-SHA256 over "delivery id.timestamp.body", base64, behind `v1,`."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_noop as noop

from accounts.errors import Refusal

TOLERANCE_SECONDS = 300
MOST_ID = 80


class NotSigned(Refusal):
    """The delivery is not from who holds the secret, or is an old one sent again."""

    status = 401
    code = "not_signed"
    title = noop("Not signed")
    sentence = noop("The signature does not fit, or the delivery is too old.")


def verify(headers: Mapping[str, str], body: bytes, secret: str, at: datetime) -> str:
    """The delivery's id, or `NotSigned`; compared in constant time, over the bytes as they came."""
    delivery = headers.get("X-MLflow-Delivery-Id", "")
    sent, given = headers.get("X-MLflow-Timestamp", ""), headers.get("X-MLflow-Signature", "")
    if not 0 < len(delivery) <= MOST_ID or not (sent.isascii() and sent.isdigit() and len(sent) <= 12):
        raise NotSigned
    if abs(at.timestamp() - int(sent)) > TOLERANCE_SECONDS:
        raise NotSigned
    signed = hmac.new(secret.encode(), f"{delivery}.{sent}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(signed).decode()
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        raise NotSigned
    return delivery
