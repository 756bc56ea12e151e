"""The mails of accounts. Every link begins with SITE_URL, never with a host that a request named."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.language import current, in_language_of
from accounts.models import Invitation, Person

log = logging.getLogger(__name__)


def mail_is_sent() -> bool:
    """Whether this installation sends mail at all; without it, links are passed on by hand."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Mail the link to the invited person; False when it could not be sent, so that the page shows the link."""
    with override(invitation.language or current()):
        context = {
            "inviter": invitation.invited_by.name,
            "team": invitation.team.name,
            "role": invitation.role_word,
            "link": link,
        }
        subject = _("%(inviter)s invites you to %(team)s") % context
        return _send(invitation.email, subject, "invitation", context)


def send_password_reset(person: Person) -> bool:
    """Mail a link that sets a new password once, within an hour."""
    context = {"name": person.name, "username": person.username, "link": reset_link(person)}
    with in_language_of(person):
        return _send(person.email, _("A new password for Prooflane"), "password_reset", context)


def tell_old_address(person: Person, old: str) -> bool:
    """So that nobody takes an account over in silence."""
    with in_language_of(person):
        now = {"name": person.name, "username": person.username, "email": person.email or _("none")}
        context = {**now, "site": settings.SITE_URL}
        return _send(old, _("Your e-mail address on Prooflane"), "email_changed", context)


def reset_link(person: Person) -> str:
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return settings.SITE_URL + reverse("password_reset_link", args=[key, token])


def _send(to: str, subject: str, template: str, context: dict[str, Any]) -> bool:
    if not to or not mail_is_sent():
        return False
    text = render_to_string(f"accounts/mail/{template}.txt", context)
    try:
        return bool(send_mail(subject, text, None, [to]))
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("Mail %s was not sent: %s", template, type(error).__name__)
        return False
