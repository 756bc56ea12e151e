"""The address in each mail that stops its like: signed, so that it needs no sign-in and fits nobody else."""

from __future__ import annotations

from django.core.signing import BadSignature, dumps, loads
from django.urls import reverse

from accounts.errors import NotFound
from accounts.models import Person
from boards.wishes import GROUPS

_SALT = "boards.unsubscribe"


def unsubscribe_path(person: Person, groups: list[str]) -> str:
    return reverse("unsubscribe", args=[dumps([person.pk, groups], salt=_SALT)])


def read_token(token: str) -> tuple[Person, list[str]]:
    """Whose mail, and which groups; `NotFound` for anything we have not signed."""
    try:
        pk, groups = loads(token, salt=_SALT)
    except (BadSignature, ValueError):
        raise NotFound from None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise NotFound
    return person, [group for group in groups if group in GROUPS]
