"""Changing one's e-mail address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actions.email import change_email
from accounts.forms import EmailForm
from accounts.mails import tell_old_address
from accounts.models import Person
from accounts.pages import PersonRequest, signed_in
from accounts.views.password import CHANGES
from accounts.views.profile import profile_page


@sensitive_post_parameters("current")
@signed_in
@require_POST
def profile_email(request: PersonRequest) -> HttpResponse:
    """Another e-mail address needs the password too: a forgotten one is mailed there."""
    form = EmailForm(request.POST)
    if form.is_valid():
        with form.refusals():
            move_mail(request.user, form.cleaned_data["email"], form.cleaned_data["current"])
            messages.success(request, _("Saved."))
            return redirect("profile")
    return profile_page(request, email_form=form)


def move_mail(person: Person, address: str, current: str) -> None:
    claim, fresh = CHANGES.claim(timezone.now(), person.username), Person.objects.get(pk=person.pk)
    old = change_email(person=fresh, email=address, password=current, at=timezone.now())
    claim.give_back()
    if old and old != fresh.email:
        tell_old_address(fresh, old)
