"""Signing in and out: throttled per account and source, told to the audit, and never a lock for everybody."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop as noop

from accounts.audit import audit
from accounts.errors import Refusal
from accounts.models import Person
from accounts.throttle import Claim, Throttle, TooManyTries

# Whoever guesses from one address is slowed down there; the same account can be used from everywhere else.
PER_ACCOUNT = Throttle("sign_in", free=5, window=900)
PER_SOURCE = Throttle("sign_in_source", free=9, window=60, first_wait=60)


class WrongSignIn(Refusal):
    """The same sentence whether the account exists or not."""

    status = 422
    code = "wrong_sign_in"
    title = noop("Not signed in")
    sentence = noop("User name, e-mail address or password is wrong.")


def check_sign_in(*, text: str, password: str, address: str, at: datetime) -> Person:
    """The active person with this name or address and this password. Raises `WrongSignIn` or `TooManyTries`."""
    person = Person.objects.by_sign_in(text)
    account = person.username if person else text.strip().lower()
    source = PER_SOURCE.claim(at, address)
    try:
        claim = PER_ACCOUNT.claim(at, account, address)
    except TooManyTries:
        source.give_back()
        raise
    if person is None:
        make_password(password)  # an unknown account takes as long as a known one
    elif person.check_password(password):
        _succeeded(person, address, at, claim, source)
        return person
    audit("sign_in.refused", at, actor=person, address=address)
    raise WrongSignIn


def _succeeded(person: Person, address: str, at: datetime, claim: Claim, source: Claim) -> None:
    claim.forget_all()
    source.give_back()
    audit("sign_in", at, actor=person, address=address)


def note_sign_out(*, person: Person, at: datetime) -> None:
    audit("sign_out", at, actor=person)
