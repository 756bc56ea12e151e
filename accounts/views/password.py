"""A forgotten password, and changing the one that is known."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from accounts.actions import set_password
from accounts.errors import Invalid, NotFound
from accounts.forms import ChangePasswordForm, NewPasswordForm, ResetForm
from accounts.mails import mail_is_sent
from accounts.models import Person
from accounts.pages import PersonRequest, show, signed_in
from accounts.tasks import mail_password_link
from accounts.throttle import Throttle

log = logging.getLogger(__name__)
PER_ACCOUNT = Throttle("reset", free=3, window=3600, first_wait=60)
PER_SOURCE = Throttle("reset_source", free=20, window=3600, first_wait=60)
CHANGES = Throttle("password_change", free=5, window=900)


@never_cache
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every text: whether there is such an account is nobody's business."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        account = form.cleaned_data["account"].lower()
        with form.refusals():
            ask_for_link(account, request.META.get("REMOTE_ADDR", ""))
            return show(request, "accounts/password_reset_sent.html", {"account": account})
    return show(request, "accounts/password_reset.html", {"form": form, "mail": mail_is_sent()}, form)


def ask_for_link(account: str, address: str) -> None:
    PER_SOURCE.claim(timezone.now(), address)
    PER_ACCOUNT.claim(timezone.now(), account, address)
    try:
        mail_password_link.delay(account)
    except OperationalError:  # the queue is away: late is better than never
        log.warning("The queue is away; a password link is mailed by the web process")
        mail_password_link(account)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def password_reset_link(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The page behind the mailed link. Setting the password uses the link up."""
    person = person_of_link(key, token)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            set_password(person=person, password=form.cleaned_data["password"], at=timezone.now())
            messages.success(request, _("Your new password is set. Sign in with it."))
            return redirect("sign_in")
    return show(request, "accounts/password_reset_link.html", {"form": form, "person": person}, form)


def person_of_link(key: str, token: str) -> Person:
    try:
        pk = int(urlsafe_base64_decode(key))
    except ValueError:
        pk = 0
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        raise NotFound(_("This link has been used or is older than an hour. Ask for a new one."))
    return person


@sensitive_post_parameters("current", "password")
@signed_in
@require_http_methods(["GET", "POST"])
def password_change(request: PersonRequest) -> HttpResponse:
    """A new password ends every other session; this one goes on under a new id."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            change(request.user, form.cleaned_data["current"], form.cleaned_data["password"])
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Password changed. You are signed out everywhere else."))
            return redirect("profile")
    return show(request, "accounts/password_change.html", {"form": form, "section": "profile"}, form)


def change(person: Person, current: str, new: str) -> None:
    claim = CHANGES.claim(timezone.now(), person.username)
    if not person.check_password(current):
        raise Invalid.field("current", _("That is not your current password."))
    claim.give_back()
    set_password(person=person, password=new, at=timezone.now())
