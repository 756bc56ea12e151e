"""Secrets that must be read again, such as a tracker's token: encrypted at rest with a key made of SECRET_KEY."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """It was sealed under another SECRET_KEY."""


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; `SealBroken` when SECRET_KEY has changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _box() -> Fernet:
    """Signing and sealing use keys of their own, so that neither weakens the other."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"prooflane sealed secrets").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
