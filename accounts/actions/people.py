"""People: made by an operator or an invitation, changed by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import audit
from accounts.errors import Conflict, FieldError, Invalid
from accounts.models import USERNAME, ApiToken, Person
from accounts.working_time import CalendarError, WorkingCalendar

EDITABLE = (
    "name",
    "email",
    "time_zone",
    "working_hours",
    "language",
    "theme",
    "density",
    "single_keys",
    "mail_reminders",
)
CHOICES = {
    "language": ["", *dict(settings.LANGUAGES)],
    "theme": Person.Theme.values,
    "density": ["comfortable", "compact"],
}


def create_person(
    *,
    username: str,
    password: str,
    at: datetime,
    name: str = "",
    email: str = "",
    language: str = "",
    validate: bool = True,
) -> Person:
    """A person who can sign in. `validate=False` is for the demo team, whose password an operator chose."""
    person = Person(username=_clean_username(username), name=_clean_name(name or username), created_at=at)
    person.email, person.language = clean_email(email), _clean("language", language)
    if validate:
        check_password_rules(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Somebody with this user name or e-mail address exists already.")) from None
    audit("person.created", at, actor=person, username=person.username)
    return person


def change_profile(*, person: Person, changes: dict[str, Any], at: datetime) -> Person:
    """A person changes what is theirs: name, address, time zone, hours, look and mail."""
    for name, value in changes.items():
        if name not in EDITABLE:
            raise Invalid.field(name, f"A profile has no field {name}.", "unknown_field")
        setattr(person, name, _clean(name, value))
    try:
        with transaction.atomic():
            person.save(update_fields=list(changes))
    except IntegrityError:
        raise Conflict(_("Another person uses this e-mail address.")) from None
    return person


def set_password(*, person: Person, password: str, at: datetime, validate: bool = True) -> None:
    """A new password ends every other session of the person and all open streams. `validate` as above."""
    if validate:
        check_password_rules(password, person)
    person.set_password(password)
    person.auth_epoch = F("auth_epoch") + 1  # an expression until the row is read again
    person.save(update_fields=["password", "auth_epoch"])
    person.refresh_from_db(fields=["auth_epoch"])
    audit("password.changed", at, actor=person)


def deactivate_person(*, person: Person, at: datetime) -> None:
    """Out: no session, token, stream or mail works from now on."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    audit("person.deactivated", at, actor=person)


def check_password_rules(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        errors = [FieldError("password", "password", message) for message in error.messages]
        raise Invalid(" ".join(error.messages), errors=errors) from None


def clean_email(email: str) -> str:
    email = email.strip().lower()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid.field("email", _("That is not an e-mail address.")) from None
    return email


def clean_language(language: str) -> str:
    """One of ours, or empty for what the browser asks for."""
    return str(_clean("language", language))


def _clean_username(username: str) -> str:
    clean = username.strip().lower()
    try:
        USERNAME(clean)
    except ValidationError as error:
        raise Invalid.field("username", str(error.message)) from None
    return clean


def _clean_name(name: str) -> str:
    clean = " ".join(name.replace("\x00", "").split())
    if not clean or len(clean) > 80:
        raise Invalid.field("name", _("A name has 1 to 80 characters."))
    return clean


def _clean(field: str, value: Any) -> Any:
    if field == "name":
        return _clean_name(value)
    if field == "email":
        return clean_email(value)
    if field == "time_zone" and value not in available_timezones():
        sentence = _("%(name)s is no time zone; use a name such as Europe/Berlin.") % {"name": value}
        raise Invalid.field(field, sentence)
    if field == "working_hours" and value is not None:
        try:
            return WorkingCalendar.parse(value).as_spec()
        except CalendarError as error:
            raise Invalid.field(field, str(error)) from None
    if field in CHOICES and value not in CHOICES[field]:
        raise Invalid.field(field, f"{field} is one of {', '.join(CHOICES[field])}.", "invalid_choice")
    return value
