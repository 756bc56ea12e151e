"""What may stand in an address of the API; anything else is an address that does not exist."""

from __future__ import annotations

from django.urls import register_converter


class _Text:
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RefConverter(_Text):
    """A card, such as CHURN-12."""

    regex = "[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,9}"


class KeyConverter(_Text):
    """A board, such as CHURN."""

    regex = "[A-Z][A-Z0-9]{1,9}"


class UsernameConverter(_Text):
    regex = "[a-z0-9][a-z0-9_.-]{0,31}"


for name, converter in {"ref": RefConverter, "key": KeyConverter, "username": UsernameConverter}.items():
    register_converter(converter, name)
