"""Secrets that must be read again."""

import pytest
from pytest_django import Settings

from accounts.sealing import SealBroken, seal, unseal


def test_what_was_sealed_is_read_again_and_looks_like_nothing() -> None:
    sealed = seal("tok-en ü")
    assert unseal(sealed) == "tok-en ü"
    assert "tok" not in sealed
    assert sealed != seal("tok-en ü")


def test_another_key_opens_nothing(settings: Settings) -> None:
    sealed = seal("token")
    settings.SECRET_KEY = "another-" * 8
    with pytest.raises(SealBroken):
        unseal(sealed)


def test_what_was_changed_is_refused() -> None:
    sealed = seal("token")
    with pytest.raises(SealBroken):
        unseal(sealed[:-4] + ("AAA=" if not sealed.endswith("AAA=") else "BBB="))
