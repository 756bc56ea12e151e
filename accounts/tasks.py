"""What accounts does behind a request."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import caches

from accounts.mails import send_password_reset
from accounts.models import Person
from accounts.throttle import TRIES

SECONDS_BETWEEN_MAILS = 60


@shared_task(ignore_result=True)
def mail_password_link(account: str) -> None:
    """Look the account up here and not in the request, which so takes the same time for any text."""
    person = Person.objects.by_sign_in(account)
    if person is None or not person.email or not person.has_usable_password():
        return
    # Nobody floods a mailbox with these.
    if caches[TRIES].add(f"password-mail:{person.pk}", 1, SECONDS_BETWEEN_MAILS):
        send_password_reset(person)
