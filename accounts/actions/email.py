"""The e-mail address: it is where a forgotten password is mailed to, so it is changed with care."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.people import change_profile
from accounts.audit import audit
from accounts.errors import Invalid
from accounts.models import Person


def change_email(*, person: Person, email: str, password: str, at: datetime) -> str:
    """Another address, for somebody who knows the password. Returns the old one, which is to be told."""
    if not person.check_password(password):
        raise Invalid.field("current", _("That is not your current password."))
    before = person.email
    with transaction.atomic():
        change_profile(person=person, changes={"email": email}, at=at)
        audit("email.changed", at, actor=person)
    return before
